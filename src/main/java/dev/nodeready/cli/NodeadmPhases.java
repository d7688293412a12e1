package dev.nodeready.cli;

import java.util.List;
import java.util.Map;

/** Which steps of a boot make up nodeadm's two phases and its daemons. */
final class NodeadmPhases {
  /** Phases and steps that nodeadm knows under one word. */
  private static final Map<String, List<String>> PHASES =
      Map.of(
          "config", List.of("runtime-files", "kubelet-files"),
          "run", List.of("local-disks", "runtime", "kubelet", "join"));

  private static final List<String> CONTAINERD = List.of("runtime-files", "runtime");

  /** All but the marker, which nodeadm writes whichever daemons are wanted. */
  private static final List<String> KUBELET =
      List.of(
          "kubelet-files", "cloud-final", "start-kubelet", "pin-image", "kubelet-healthy", "join");

  private NodeadmPhases() {}

  /** Adds what is left out; words that nodeadm does not know do nothing, as there. */
  static void addTo(List<String> line, List<String> skipped, List<String> daemons) {
    for (String phase : skipped) {
      skip(line, PHASES.getOrDefault(phase, List.of()));
    }
    if (!daemons.isEmpty() && !daemons.contains("containerd")) {
      skip(line, CONTAINERD);
    }
    if (!daemons.isEmpty() && !daemons.contains("kubelet")) {
      skip(line, KUBELET);
    }
  }

  private static void skip(List<String> line, List<String> names) {
    for (String name : names) {
      line.add("--skip=" + name);
    }
  }
}
