package dev.nodeready.doctor;

import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Failure;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.systemd.UnitFailure;
import dev.nodeready.systemd.Units;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;

/** How systemd sees a daemon's unit. */
final class UnitsCheck {
  private UnitsCheck() {}

  static Check check(Daemon daemon) {
    return new Check(
        daemon.unit(),
        Set.of(
            daemon.codes().missing(),
            daemon.codes().masked(),
            daemon.codes().condition(),
            daemon.codes().dependency(),
            daemon.codes().failed()),
        Need.ROOT,
        patient -> look(patient, daemon));
  }

  private static Looked look(Patient patient, Daemon daemon) throws InterruptedException {
    if (!Files.exists(patient.root().at(Units.SOCKET))) {
      return Looked.not("systemd does not run this machine");
    }
    try (Units units = Units.of(patient.root(), patient.commands())) {
      Optional<Failure> failed = UnitFailure.of(units, daemon.unit(), daemon.codes());
      boolean missing = failed.filter(f -> f.code() == daemon.codes().missing()).isPresent();
      if (missing && !patient.installed().isNode()) {
        return Looked.not("this machine is no node: " + daemon.unit() + " is not there");
      }
      return failed
          .map(f -> Looked.found(Finding.of(f, Weight.FAILURE, "systemd")))
          .orElse(Looked.FINE);
    }
  }
}
