package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether something sets the clock, without which certificates are not yet, or no more, valid. */
final class TimeServiceCheck {
  private static final List<String> SERVICES =
      List.of(
          "chronyd.service",
          "chrony.service",
          "systemd-timesyncd.service",
          "ntpd.service",
          "ntp.service",
          "ntpsec.service",
          "openntpd.service");

  private TimeServiceCheck() {}

  static Check check() {
    return new Check(
        "time service", Set.of(Code.HOST_TIME_SYNC_ABSENT), Need.NOTHING, TimeServiceCheck::look);
  }

  private static Looked look(Patient patient) {
    UnitFiles units = new UnitFiles(patient.root());
    Map<String, List<String>> wants = units.wants();
    boolean starts =
        SERVICES.stream()
            .anyMatch(unit ->
                wants.containsKey(unit) && units.path(unit).isPresent() && !units.isMasked(unit));
    return starts
        ? Looked.FINE
        : Looked.found(
            Finding.warning(
                Code.HOST_TIME_SYNC_ABSENT,
                Confidence.LIKELY,
                "no time service is installed and enabled",
                Evidence.of("folders of systemd", "none of " + String.join(", ", SERVICES))));
  }
}
