package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the clock is set by the time service that runs. Where none runs nothing is said: the
 * clock may be the host's, as in a container. How far it is from the API server's is another check.
 */
final class ClockCheck {
  private static final List<String> SERVICES =
      List.of("chronyd", "chrony", "systemd-timesyncd", "ntpd", "ntp");

  /** A service that has just begun has not asked often enough. */
  private static final Duration FAIR = Duration.ofMinutes(3);

  private ClockCheck() {}

  static Check check() {
    return new Check(
        "time service", Set.of(Code.HOST_CLOCK_UNSYNCED), Need.NOTHING, ClockCheck::look);
  }

  private static Looked look(Patient patient) throws InterruptedException {
    if (!patient.isMachine()) {
      return Looked.not("the clock is the machine's, and not of this root");
    }
    String told = patient.run("timedatectl", "show", "--property=NTPSynchronized").output().strip();
    List<String> running =
        patient
            .run(
                Stream.concat(Stream.of("systemctl", "is-active"), SERVICES.stream())
                    .toArray(String[]::new))
            .output()
            .lines()
            .map(String::strip)
            .toList();
    Duration up = Duration.ofNanos(patient.time().nanos());
    return judged(told, running, up);
  }

  /**
   * Judges.
   *
   * @param states of the services, in their order
   * @param up how long the machine runs
   */
  static Looked judged(String told, List<String> states, Duration up) {
    int at = states.indexOf("active");
    if (told.isEmpty()) {
      return Looked.not("timedatectl does not tell");
    }
    if (!told.endsWith("=no") || at < 0 || at >= SERVICES.size() || up.compareTo(FAIR) < 0) {
      return Looked.FINE;
    }
    return Looked.found(
        Finding.warning(
            Code.HOST_CLOCK_UNSYNCED,
            Confidence.SEEN,
            "%s runs and has not set the clock in %d min"
                .formatted(SERVICES.get(at), up.toMinutes()),
            Evidence.of("timedatectl show", told)));
  }
}
