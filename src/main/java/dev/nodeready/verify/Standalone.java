package dev.nodeready.verify;

import dev.nodeready.config.kubelet.Release;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * kubelet's flags for a start without a cluster that leaves the machine alone: no API server, no
 * port but the one of its health, no control groups, no firewall rules. All else stays as it is, so
 * that kubelet reads, and may refuse, what the image has.
 */
final class Standalone {
  /** The first to know {@code --fail-cgroupv1}. */
  private static final int FAILS_ON_CGROUP_V1 = 31;

  private Standalone() {}

  /**
   * The flags.
   *
   * @param line kubelet's command line on a node
   * @param version of kubelet, such as {@code v1.34.2}
   */
  static List<String> words(List<String> line, String version) {
    List<String> words = new ArrayList<>(line.subList(1, line.size()));
    words.removeIf(word -> word.matches("--(bootstrap-)?kubeconfig=.*"));
    words.addAll(
        List.of(
            "--healthz-bind-address=127.0.0.1",
            "--healthz-port=" + freePort(),
            "--enable-server=false",
            "--authentication-token-webhook=false",
            "--authorization-mode=AlwaysAllow",
            "--cgroups-per-qos=false",
            "--enforce-node-allocatable=",
            "--kube-reserved-cgroup=",
            "--system-reserved-cgroup=",
            "--make-iptables-util-chains=false",
            "--local-storage-capacity-isolation=false"));
    boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    if (!unified && Release.of(version) >= FAILS_ON_CGROUP_V1) {
      // That of the machine that looks, which is not what is looked at.
      words.add("--fail-cgroupv1=false");
    }
    return words;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      // kubelet says whose it is.
      return 10_248;
    }
  }
}
