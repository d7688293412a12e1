package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.supervise.Daemon;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether systemd could execute a daemon's program (exit status 203/EXEC), and whether SELinux was
 * the one to forbid it.
 */
final class ProgramCheck {
  private static final Pattern EXEC =
      Pattern.compile(
          "Failed at step EXEC spawning (\\S+?): (.*)|Failed to locate executable (\\S+):");

  private static final Pattern DENIED =
      Pattern.compile("avc: +denied +\\{[^}]*(?:execute|entrypoint)[^}]*}");

  /** Within which a program that cannot be executed has failed for certain. */
  private static final Duration YOUNG = Duration.ofSeconds(1);

  private ProgramCheck() {}

  static Check check(Daemon daemon) {
    return new Check(
        "program of " + daemon.unit(),
        Set.of(Code.HOST_PROGRAM_NOT_EXECUTABLE, Code.HOST_SELINUX_LABEL),
        Need.ROOT,
        patient -> look(patient, daemon));
  }

  private static Looked look(Patient patient, Daemon daemon) throws InterruptedException {
    Optional<LogLine> refused = refused(patient.logs().of(daemon.unit()), patient.time().now());
    if (refused.isEmpty()) {
      return Looked.FINE;
    }
    boolean enforced = String.join("", patient.lines("/sys/fs/selinux/enforce")).equals("1");
    Optional<LogLine> denied =
        enforced
            ? patient.logs().of(Logs.KERNEL).stream()
                .filter(line -> DENIED.matcher(line.text()).find())
                .reduce((a, b) -> b)
            : Optional.empty();
    return Looked.found(judged(daemon, refused.get(), enforced, denied));
  }

  /**
   * The line about the latest start, where that did not come to the program. systemd may tell of it
   * before it tells of the start; of its end it tells behind both. Of a start that has only just
   * been told of, the one before it says more. The journal may not know whose a line is that a
   * process says as its last: then its end alone is told.
   */
  static Optional<LogLine> refused(List<LogLine> lines, Instant now) {
    List<LogLine> since = LastStart.latest(lines);
    Optional<LogLine> end = last(since, line -> line.text().contains("status=203/EXEC"));
    boolean young = !since.isEmpty() && since.getFirst().at().plus(YOUNG).isAfter(now);
    List<LogLine> told = end.isPresent() ? lines : young ? LastStart.of(lines) : since;
    return last(told, line -> EXEC.matcher(line.text()).find()).or(() -> end);
  }

  private static Optional<LogLine> last(List<LogLine> lines, Predicate<LogLine> which) {
    return lines.stream().filter(which).reduce((a, b) -> b);
  }

  /** Judges. */
  static Finding judged(
      Daemon daemon, LogLine refused, boolean enforced, Optional<LogLine> denied) {
    Matcher words = EXEC.matcher(refused.text());
    boolean found = words.find();
    String program = found && words.group(1) != null ? words.group(1) : daemon.program();
    Evidence line = Evidence.of(Logs.nameOf(daemon), refused);
    if (!enforced || !refused.text().contains("Permission denied")) {
      return Finding.failure(
              Code.HOST_PROGRAM_NOT_EXECUTABLE,
              Confidence.SEEN,
              "systemd could not execute " + program,
              line)
          .mendedBy(
              Code.HOST_PROGRAM_NOT_EXECUTABLE.remedy("UNIT", daemon.unit(), "PROGRAM", program));
    }
    Finding label =
        Finding.failure(
                Code.HOST_SELINUX_LABEL,
                denied.isPresent() ? Confidence.SEEN : Confidence.LIKELY,
                "systemd could not execute %s, and SELinux is enforced".formatted(program),
                line)
            .mendedBy(Code.HOST_SELINUX_LABEL.remedy("PROGRAM", program));
    return denied.map(d -> label.and(Evidence.of("log of the kernel", d))).orElse(label);
  }
}
