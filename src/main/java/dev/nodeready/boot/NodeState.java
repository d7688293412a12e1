package dev.nodeready.boot;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.node.Applied;
import dev.nodeready.node.ContainerdAnswer;
import dev.nodeready.node.ContainerdFolder;
import dev.nodeready.node.Converge;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.Migration;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The node as it has to be, and what has been done about it in this boot. */
final class NodeState {
  private final Boot boot;
  private @Nullable DesiredNode runtimeOnly;
  private @Nullable DesiredNode whole;
  private @Nullable Converge applied;

  NodeState(Boot boot) {
    this.boot = boot;
  }

  /** As much of the node as can be known before the platform has answered. */
  DesiredNode known() throws InterruptedException {
    if (whole != null) {
      return whole;
    }
    if (runtimeOnly == null) {
      NodeConfig config = boot.config();
      NodeStatus status = boot.inputs().status(null);
      HostFacts facts = boot.inputs().machine();
      Map<String, Map<String, String>> environment = environment(config);
      runtimeOnly =
          worked(told -> DesiredNode.runtimeOnly(config, environment, status, facts, told));
    }
    return runtimeOnly;
  }

  /** Where containerd listens: by the files of this boot, else by the file that is there. */
  String endpoint() throws InterruptedException {
    Path file = boot.root().at(ContainerdFiles.CONFIG);
    if (boot.writesFiles() || !Files.exists(file)) {
      return known().criEndpoint();
    }
    try {
      EffectiveConfig own = EffectiveConfig.parse(Files.readString(file));
      return own.hasImports()
          ? EffectiveConfig.parse(boot.containerd().dump()).endpoint()
          : own.endpoint();
    } catch (IOException e) {
      return known().criEndpoint();
    }
  }

  /** The whole node; waits for the platform's answer. */
  DesiredNode desired() throws InterruptedException {
    if (whole == null) {
      NodeConfig config = boot.config();
      NodeInputs.Instance instance = boot.inputs().instance();
      HostFacts facts =
          boot.inputs().machine().withLimits(instance.limits()).withAddress(instance.address());
      NodeStatus status = boot.inputs().status(instance.details());
      Map<String, Map<String, String>> environment = environment(config);
      whole = worked(told -> DesiredNode.of(config, environment, status, facts, told));
    }
    return whole;
  }

  /** Writes what the runtime reads. */
  Applied applyRuntime() throws InterruptedException {
    return apply(new Converge(boot.root(), known()), false);
  }

  /** Writes everything and removes what is not needed any more. */
  Applied applyAll() throws InterruptedException {
    return apply(new Converge(boot.root(), desired()), true);
  }

  private Applied apply(Converge converge, boolean all) throws InterruptedException {
    Applied done = all ? converge.applyFiles() : converge.applyPart();
    if (boot.supervisor().manages() && converge.daemonReloadPending()) {
      boot.supervisor().reload();
      converge.daemonReloaded();
    }
    applied = converge;
    return done;
  }

  /** Whether a file is one that this run wrote or found as it has to be. */
  boolean wrote(String path) {
    return applied != null && applied.owns(path);
  }

  /**
   * What has to be done about a daemon; one that runs is left alone where its files are not this
   * boot's work.
   */
  UnitAction actionFor(String unit, Optional<UnitRun> run) {
    if (applied != null) {
      return applied.actionFor(unit, run);
    }
    return run.isPresent()
        ? new UnitAction(UnitAction.Kind.NONE, "and its files were not looked at")
        : new UnitAction(UnitAction.Kind.START, "it is not running");
  }

  /** Remembers what a unit runs with. */
  void started(String unit, UnitRun run) {
    if (applied != null) {
      applied.started(unit, run);
    }
  }

  /** Renders as a function of what containerd makes of its own configuration. */
  private interface Rendering {
    DesiredNode with(@Nullable EffectiveConfig told);
  }

  /** Where the configuration imports files, containerd is asked, and all is rendered by that. */
  private DesiredNode worked(Rendering rendering) throws InterruptedException {
    ProgramVersion version = boot.inputs().machine().containerd();
    Migration migration = new Migration(boot.root(), boot.commands(), version);
    DesiredNode node = migration.apply(rendering.with(null));
    List<Failure> warnings = new ContainerdFolder(boot.root(), version).warnings(node);
    boolean usersToml = !boot.config().containerd().config().isEmpty();
    Optional<EffectiveConfig> told =
        new ContainerdAnswer(boot.root(), boot.commands(), version).read(node, usersToml);
    DesiredNode known =
        told.isEmpty() ? node : migration.apply(rendering.with(told.get())).told(told.get());
    return known.alsoWarning(warnings);
  }

  private Map<String, Map<String, String>> environment(NodeConfig config) {
    return boot.platform(config).environment(config);
  }
}
