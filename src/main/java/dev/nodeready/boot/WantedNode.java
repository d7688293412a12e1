package dev.nodeready.boot;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.NodeMaker;
import dev.nodeready.node.NodeMaker.Rendering;
import dev.nodeready.platform.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The node as it has to be by its inputs, worked out when it is first asked for. */
final class WantedNode {
  private final Inputs inputs;
  private final @Nullable String givenEndpoint;
  private final boolean writesFiles;
  private @Nullable DesiredNode runtimeOnly;
  private @Nullable DesiredNode whole;

  /**
   * The node of some inputs.
   *
   * @param givenEndpoint of the runtime, by hand; null to go by containerd's file
   * @param writesFiles whether that file is written by this run, so that it goes by what it will be
   */
  WantedNode(Inputs inputs, @Nullable String givenEndpoint, boolean writesFiles) {
    this.inputs = inputs;
    this.givenEndpoint = givenEndpoint;
    this.writesFiles = writesFiles;
  }

  /** As much of the node as can be known before the platform has answered. */
  DesiredNode known() throws InterruptedException {
    if (whole != null) {
      return whole;
    }
    if (runtimeOnly == null) {
      NodeConfig config = inputs.config();
      NodeStatus status = inputs.status(null);
      HostFacts facts = inputs.machine();
      Map<String, Map<String, String>> environment = inputs.environment();
      runtimeOnly = made(told -> DesiredNode.runtimeOnly(config, environment, status, facts, told));
    }
    return runtimeOnly;
  }

  /** The whole node; waits for the platform's answer. */
  DesiredNode desired() throws InterruptedException {
    if (whole == null) {
      NodeConfig config = inputs.config();
      Told platform = inputs.told();
      HostFacts facts =
          inputs.machine().withLimits(platform.limits()).withAddress(platform.address());
      NodeStatus status = inputs.status(platform.details());
      Map<String, Map<String, String>> environment = inputs.environment();
      whole = made(told -> DesiredNode.of(config, environment, status, facts, told));
    }
    return whole;
  }

  private DesiredNode made(Rendering rendering) throws InterruptedException {
    return new NodeMaker(inputs.root(), inputs.commands(), inputs.machine().containerd())
        .make(rendering, inputs.config().containerd().config());
  }

  /** Where containerd listens: below the root, like every file. */
  CriEndpoint endpoint() throws InterruptedException {
    if (givenEndpoint != null) {
      return CriEndpoint.parse(givenEndpoint);
    }
    Root root = inputs.root();
    Path socket = CriEndpoint.parse(configured()).socket();
    boolean below = socket.startsWith(root.folder());
    return below ? new CriEndpoint(socket) : new CriEndpoint(root.at(socket.toString()));
  }

  private String configured() throws InterruptedException {
    Path file = inputs.root().at(ContainerdFiles.CONFIG);
    if (writesFiles || !Files.exists(file)) {
      return known().criEndpoint();
    }
    try {
      EffectiveConfig own = EffectiveConfig.parse(Files.readString(file));
      return own.hasImports() ? EffectiveConfig.parse(dump()).endpoint() : own.endpoint();
    } catch (IOException e) {
      return known().criEndpoint();
    }
  }

  private String dump() throws InterruptedException {
    return new ContainerdProgram(inputs.root(), inputs.commands()).dump();
  }
}
