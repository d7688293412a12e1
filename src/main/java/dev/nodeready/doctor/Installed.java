package dev.nodeready.doctor;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostDiscovery;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.kubelet.KubeletPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What several checks want to know of the daemons; each thing is asked for once. */
final class Installed {
  private final Root root;
  private final @Nullable CriEndpoint given;
  private final Once<ProgramVersion> containerd;
  private final Once<ProgramVersion> kubelet;
  private final Once<Dump> dump;

  /**
   * The daemons of a machine.
   *
   * @param given where CRI is served, by somebody who knows; null for what the files say
   */
  Installed(
      Root root, Map<String, String> environment, Commands commands, @Nullable CriEndpoint given) {
    this.root = root;
    this.given = given;
    HostDiscovery discovery = new HostDiscovery(root, environment, commands);
    ContainerdProgram program = new ContainerdProgram(root, commands);
    containerd = Once.of(discovery::containerd);
    kubelet = Once.of(discovery::kubelet);
    dump = Once.of(() -> dumped(program));
  }

  /**
   * What containerd makes of its file.
   *
   * @param failure why it makes nothing of it; null where it does
   */
  record Dump(String text, @Nullable FailureException failure) {}

  /** containerd's version. */
  ProgramVersion containerd() throws InterruptedException {
    return containerd.get();
  }

  /** kubelet's version, such as {@code v1.34.2}; empty where it is not known. */
  String kubelet() throws InterruptedException {
    ProgramVersion known = kubelet.get();
    return known.known() ? "v" + known : "";
  }

  /** What containerd makes of its file. */
  Dump dump() throws InterruptedException {
    return dump.get();
  }

  private static Dump dumped(ContainerdProgram program) throws InterruptedException {
    try {
      return new Dump(program.dump(), null);
    } catch (FailureException e) {
      return new Dump("", e);
    }
  }

  /** The configuration that containerd goes by; empty where it takes none, or has no file. */
  Optional<EffectiveConfig> effective() throws InterruptedException {
    if (!Files.isReadable(root.at(ContainerdFiles.CONFIG))) {
      return Optional.empty();
    }
    try {
      return dump().failure() == null
          ? Optional.of(EffectiveConfig.parse(dump().text()))
          : Optional.empty();
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  /** Where CRI is served: where kubelet looks for it, else where containerd is to listen. */
  CriEndpoint endpoint() throws InterruptedException {
    if (given != null) {
      return given;
    }
    // Every version reads that in the same way, so that none has to be asked for.
    String kubelets =
        isNode() ? KubeletOnMachine.settings(root, "").text("containerRuntimeEndpoint") : "";
    Path socket =
        kubelets.isEmpty()
            ? Path.of(effective().map(EffectiveConfig::socket).orElse(ContainerdFiles.SOCKET))
            : CriEndpoint.parse(kubelets).socket();
    boolean below = socket.startsWith(root.folder());
    return new CriEndpoint(below ? socket : root.at(socket.toString()));
  }

  /** Whether this machine is set up as a node: kubelet has its files. */
  boolean isNode() {
    return Files.exists(root.at(KubeletPaths.ENVIRONMENT))
        || Files.exists(root.at(KubeletPaths.CONFIG));
  }
}
