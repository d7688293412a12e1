package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.kubelet.KubeletPaths;
import dev.nodeready.kubelet.Preflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What kubelet will fall over at its next start: the machine's settings, its drop-ins, what is
 * reserved, files that it needs, and how control groups are managed.
 */
final class KubeletFilesCheck {
  /** Flags that name a file without which kubelet ends. */
  private static final List<String> FILES =
      List.of("--config=", "--image-credential-provider-config=");

  /** From then on kubelet goes by the runtime's word, where that gives it (KEP 4033). */
  private static final int ASKS_RUNTIME = 31;

  /** Where what is found stands; the rest stands in drop-ins and state files, which it names. */
  private static final Map<Code, String> SOURCES =
      Map.of(
          Code.KUBELET_SWAP_ON, "/proc/swaps",
          Code.KUBELET_SYSCTL_DIFFERS, "/proc/sys",
          Code.KUBELET_CGROUP_V1, "/sys/fs/cgroup",
          Code.KUBELET_RESERVED_TOO_MUCH,
              KubeletPaths.CONFIG + " beside /proc/meminfo, /proc/cpuinfo");

  private KubeletFilesCheck() {}

  static Check check() {
    return new Check(
        "what kubelet starts with",
        Set.of(
            Code.CONTAINERD_CGROUP_DRIVER_DIFFERS,
            Code.KUBELET_CGROUP_V1,
            Code.KUBELET_DROP_IN_BROKEN,
            Code.KUBELET_FILE_MISSING,
            Code.KUBELET_FILE_MODE,
            Code.KUBELET_RESERVED_TOO_MUCH,
            Code.KUBELET_STATE_OF_OTHER_POLICY,
            Code.KUBELET_SWAP_ON,
            Code.KUBELET_SYSCTL_DIFFERS),
        Need.NODE,
        KubeletFilesCheck::look);
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    String version = patient.installed().kubelet();
    List<Finding> found = new ArrayList<>();
    Preflight.lookOnly(patient.root(), version)
        .fatal()
        .forEach(f ->
            found.add(
                Finding.of(
                    f, Weight.FAILURE, SOURCES.getOrDefault(f.code(), KubeletPaths.CONFIG_DIR))));
    missing(patient, found);
    modes(patient, found);
    cgroupDriver(patient, version).ifPresent(found::add);
    return Looked.found(found);
  }

  private static void missing(Patient patient, List<Finding> found) throws IOException {
    if (!patient.has(KubeletArguments.FILE)) {
      return;
    }
    for (String word : KubeletArguments.of(patient.text(KubeletArguments.FILE))) {
      for (String flag : FILES) {
        String path = word.startsWith(flag) ? word.substring(flag.length()) : "";
        if (path.startsWith("/") && !patient.has(path)) {
          found.add(
              Finding.failure(
                  Code.KUBELET_FILE_MISSING,
                  Confidence.SEEN,
                  "kubelet is started with " + word + ", and that file is not there",
                  Evidence.of(KubeletArguments.FILE, word)));
        }
      }
    }
  }

  /** Credentials that everybody may read are no secret; kubelet itself runs as root. */
  private static void modes(Patient patient, List<Finding> found) throws IOException {
    for (String path : List.of(KubeletPaths.KUBECONFIG, KubeletPaths.BOOTSTRAP_KUBECONFIG)) {
      Path file = patient.root().at(path);
      if (Files.isRegularFile(file)
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
        found.add(
            Finding.warning(
                    Code.KUBELET_FILE_MODE,
                    Confidence.SEEN,
                    "any user may write " + path,
                    Evidence.of(
                        path, PosixFilePermissions.toString(Files.getPosixFilePermissions(file))))
                .mendedBy(Code.KUBELET_FILE_MODE.remedy("FILE", path)));
      }
    }
  }

  private static Optional<Finding> cgroupDriver(Patient patient, String version)
      throws InterruptedException {
    boolean asks =
        Release.of(version) >= ASKS_RUNTIME && patient.installed().containerd().atLeast(2, 0);
    Optional<EffectiveConfig> config = asks ? Optional.empty() : patient.installed().effective();
    if (config.isEmpty()) {
      return Optional.empty();
    }
    KubeletSettings settings = KubeletOnMachine.settings(patient.root(), version);
    String kubelet =
        settings.text("cgroupDriver").isEmpty() ? "cgroupfs" : settings.text("cgroupDriver");
    String containerd = config.get().cgroupDriver();
    return containerd.isEmpty() || containerd.equals(kubelet)
        ? Optional.empty()
        : Optional.of(
            Finding.failure(
                Code.CONTAINERD_CGROUP_DRIVER_DIFFERS,
                Confidence.LIKELY,
                "kubelet manages control groups by %s, and containerd's runtime by %s"
                    .formatted(kubelet, containerd),
                Evidence.of(KubeletPaths.CONFIG, "cgroupDriver " + kubelet),
                Evidence.of("containerd config dump", "SystemdCgroup of the default runtime")));
  }
}
