package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.verify.UnitFiles.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the units of containerd and kubelet start them with what nodeready writes. */
final class DaemonUnitsCheck {
  private static final Pattern CONFIG = Pattern.compile("\\s(?:--config|-c)[ =](\\S+)");
  private static final String ARGUMENTS = "NODEADM_KUBELET_ARGS";
  private static final String GATE = "/run/nodeready/runtime.done";

  private final UnitFiles units;
  private final List<Finding> found = new ArrayList<>();

  private DaemonUnitsCheck(Patient patient) {
    units = new UnitFiles(patient.root());
  }

  static Check check() {
    return new Check(
        "units of containerd and kubelet",
        Set.of(
            Code.CRI_UNIT_FOREIGN,
            Code.CRI_UNIT_MASKED,
            Code.CRI_UNIT_MISSING,
            Code.KUBELET_UNIT_FOREIGN,
            Code.KUBELET_UNIT_MASKED,
            Code.KUBELET_UNIT_MISSING,
            Code.SYSTEMD_STARTED_EARLY),
        Need.NOTHING,
        patient -> new DaemonUnitsCheck(patient).look());
  }

  private Looked look() {
    if (present(Daemon.CONTAINERD)) {
      containerd();
    }
    if (present(Daemon.KUBELET)) {
      kubelet();
      early();
    }
    return Looked.found(found);
  }

  private boolean present(Daemon daemon) {
    Optional<String> path = units.path(daemon.unit());
    if (path.isPresent() && !units.isMasked(daemon.unit())) {
      return true;
    }
    found.add(
        path.isEmpty()
            ? Finding.failure(
                daemon.codes().missing(),
                Confidence.SEEN,
                daemon.unit() + " is not there",
                Evidence.of("folders of systemd", String.join(", ", UnitFiles.FOLDERS)))
            : Finding.failure(
                daemon.codes().masked(),
                Confidence.SEEN,
                daemon.unit() + " is masked",
                Evidence.of(path.get(), "it leads to /dev/null, or is empty")));
    return false;
  }

  private void containerd() {
    for (Line line : units.values(Daemon.CONTAINERD.unit(), "ExecStart")) {
      Matcher config = CONFIG.matcher(line.text());
      if (config.find() && !config.group(1).equals(ContainerdFiles.CONFIG)) {
        found.add(
            Finding.failure(
                Code.CRI_UNIT_FOREIGN,
                Confidence.SEEN,
                "containerd is started with %s, and nodeready writes %s"
                    .formatted(config.group(1), ContainerdFiles.CONFIG),
                Evidence.of(line.file(), line.text())));
      }
    }
  }

  /** The variable, or a script of the image's own that may well read it. */
  private void kubelet() {
    List<Line> starts = units.values(Daemon.KUBELET.unit(), "ExecStart");
    for (Line line : starts) {
      boolean itself = line.value().split("\\s+", 2)[0].endsWith("/kubelet");
      if (itself && !line.value().contains("$" + ARGUMENTS) && !reads(line)) {
        found.add(
            Finding.failure(
                Code.KUBELET_UNIT_FOREIGN,
                Confidence.SEEN,
                "kubelet is started without $" + ARGUMENTS + ", so without what nodeready writes",
                Evidence.of(line.file(), line.text())));
        return;
      }
    }
    boolean file =
        units.values(Daemon.KUBELET.unit(), "EnvironmentFile").stream()
            .anyMatch(line -> line.value().endsWith("/etc/eks/kubelet/environment"));
    if (!file && starts.stream().anyMatch(line -> line.value().contains("$" + ARGUMENTS))) {
      found.add(
          Finding.failure(
              Code.KUBELET_UNIT_FOREIGN,
              Confidence.SEEN,
              "kubelet's unit does not read /etc/eks/kubelet/environment, so $"
                  + ARGUMENTS
                  + " is empty",
              Evidence.of(starts.getFirst().file(), starts.getFirst().text())));
    }
  }

  private static boolean reads(Line line) {
    return line.value().contains("${" + ARGUMENTS + "}");
  }

  /** Enabled, and without the drop-in that has systemd skip it until the runtime answers. */
  private void early() {
    List<String> links = units.wantedBy(Daemon.KUBELET.unit());
    boolean gated =
        units.values(Daemon.KUBELET.unit(), "ConditionPathExists").stream()
            .anyMatch(line -> line.value().contains(GATE));
    if (!links.isEmpty() && !gated) {
      found.add(
          Finding.warning(
              Code.SYSTEMD_STARTED_EARLY,
              Confidence.SEEN,
              "kubelet.service is enabled, and nothing keeps it back until its files are written",
              Evidence.of("folders of systemd", links.getFirst())));
    }
  }
}
