package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What looks wrong on this machine and lets kubelet start nevertheless. What the user wrote is
 * checked by {@link dev.nodeready.config.Validation}.
 */
final class KubeletWarnings {
  private static final long MIB = 1 << 20;

  private KubeletWarnings() {}

  static List<Failure> of(KubeletInput input, int maxPods) {
    List<Failure> found = new ArrayList<>();
    ProgramVersion version = input.version();
    if (!version.known()) {
      found.add(unknownVersion());
    }
    Long memory = input.facts().memoryBytes();
    if (memory != null && Reserved.memoryMib(maxPods) * MIB >= memory) {
      found.add(tooManyPods(maxPods, memory));
    }
    if (input.facts().cpuMillicores() == null) {
      found.add(unknownCpu());
    }
    return found;
  }

  static Failure notExecutable(String path) {
    return Failure.permanent(
        Code.KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE,
        "set up kubelet's image credential provider",
        path + " cannot be executed",
        Code.KUBELET_CREDENTIAL_PROVIDER_NOT_EXECUTABLE.remedy("FILE", path));
  }

  private static Failure unknownVersion() {
    return Failure.permanent(
        Code.KUBELET_VERSION_UNKNOWN,
        "tell kubelet's version",
        "neither /etc/eks/kubelet-version.txt nor kubelet --version gave one");
  }

  private static Failure unknownCpu() {
    return Failure.permanent(
        Code.HOST_CPU_UNKNOWN, "count the machine's CPUs", "sysfs does not tell");
  }

  private static Failure tooManyPods(int pods, long memory) {
    return Failure.permanent(
        Code.KUBELET_MAX_PODS_TOO_HIGH,
        "reserve memory for " + pods + " pods",
        "that takes %d MiB (11 MiB each and 255 MiB), and the machine has %d MiB"
            .formatted(Reserved.memoryMib(pods), memory / MIB));
  }
}
