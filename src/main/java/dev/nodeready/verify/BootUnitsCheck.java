package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether nodeready's own units are there, start at boot, and are those of the package. */
final class BootUnitsCheck {
  private static final String MAIN = "nodeready.service";

  /** Without one of them a boot goes on, in a worse order. */
  private static final List<String> GATES =
      List.of(
          "nodeready-config.service",
          "nodeready-runtime-config.service",
          "nodeready-cloud-final.service",
          "nodeready-disks.service");

  private final UnitFiles units;
  private final List<Finding> found = new ArrayList<>();

  private BootUnitsCheck(Patient patient) {
    units = new UnitFiles(patient.root());
  }

  static Check check() {
    return new Check(
        "nodeready's units",
        Set.of(
            Code.SYSTEMD_UNIT_MASKED,
            Code.SYSTEMD_UNIT_MISSING,
            Code.SYSTEMD_UNIT_NOT_ENABLED,
            Code.SYSTEMD_UNIT_SHADOWED),
        Need.NOTHING,
        patient -> new BootUnitsCheck(patient).look());
  }

  private Looked look() {
    if (present(MAIN, Finding.Weight.FAILURE) && units.wantedBy(MAIN).isEmpty()) {
      found.add(
          Finding.failure(
              Code.SYSTEMD_UNIT_NOT_ENABLED,
              Confidence.SEEN,
              MAIN + " is there, and no target wants it",
              Evidence.of("folders of systemd", "no *.wants has a link " + MAIN)));
    }
    GATES.forEach(gate -> present(gate, Finding.Weight.WARNING));
    return Looked.found(found);
  }

  private boolean present(String unit, Finding.Weight weight) {
    List<String> paths = units.paths(unit);
    if (paths.isEmpty()) {
      add(
          Code.SYSTEMD_UNIT_MISSING,
          weight,
          unit + " is not there",
          Evidence.of("folders of systemd", String.join(", ", UnitFiles.FOLDERS)),
          unit);
      return false;
    }
    if (units.isMasked(unit)) {
      add(
          Code.SYSTEMD_UNIT_MASKED,
          weight,
          unit + " is masked",
          Evidence.of(paths.getFirst(), "it leads to /dev/null, or is empty"),
          unit);
      return false;
    }
    if (paths.size() > 1 && paths.getFirst().startsWith("/etc/")) {
      add(
          Code.SYSTEMD_UNIT_SHADOWED,
          Finding.Weight.WARNING,
          paths.getFirst() + " hides " + paths.get(1),
          Evidence.of(paths.getFirst(), "it wins, and does not change with the package"),
          unit);
    }
    return true;
  }

  private void add(Code code, Finding.Weight weight, String what, Evidence shows, String unit) {
    found.add(
        new Finding(
            code, weight, Confidence.SEEN, what, List.of(shows), code.remedy("UNIT", unit)));
  }
}
