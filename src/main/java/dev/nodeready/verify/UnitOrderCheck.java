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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the systemd of the image says of the order of its units, and of those of a boot. */
final class UnitOrderCheck {
  private static final String PROGRAM = "/usr/bin/systemd-analyze";
  private static final Pattern CYCLE = Pattern.compile("[Oo]rdering cycle|to break (?:the )?cycle");
  private static final Pattern OURS =
      Pattern.compile("\\b((?:nodeready[\\w-]*|containerd|kubelet)\\.service)\\b");
  private static final Pattern NOT_EXECUTABLE =
      Pattern.compile("(?:Command|Executable)? ?(/\\S+) is not executable: .*");

  private UnitOrderCheck() {}

  static Check check(Trial trial) {
    return new Check(
        "order of units",
        Set.of(
            Code.HOST_PROGRAM_NOT_EXECUTABLE, Code.SYSTEMD_ORDER_CYCLE, Code.SYSTEMD_UNIT_INVALID),
        Need.ROOT,
        _ -> look(trial.programs()));
  }

  private static Looked look(Patient patient) throws InterruptedException {
    if (!patient.has(PROGRAM)) {
      return Looked.not("the image has no " + PROGRAM);
    }
    List<String> words = new ArrayList<>(List.of(PROGRAM, "verify", "--man=no"));
    UnitFiles units = new UnitFiles(patient.root());
    for (String unit :
        List.of(
            "multi-user.target", "nodeready.service", "containerd.service", "kubelet.service")) {
      if (!units.isMasked(unit)) {
        units.path(unit).ifPresent(words::add);
      }
    }
    return Looked.found(judged(patient.run(words.toArray(String[]::new)).errors()));
  }

  /** Judges what it printed. */
  static List<Finding> judged(String printed) {
    List<Finding> found = new ArrayList<>();
    List<Evidence> cycle = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      if (CYCLE.matcher(line).find()) {
        cycle.add(Evidence.of("systemd-analyze verify", line));
      } else if (!line.contains("Found dependency on")) {
        unit(line).forEach(found::add);
      }
    }
    if (!cycle.isEmpty()) {
      Evidence[] all = cycle.stream().limit(4).toArray(Evidence[]::new);
      Code code = Code.SYSTEMD_ORDER_CYCLE;
      found.add(
          Finding.failure(code, Confidence.SEEN, "units are ordered in a circle", all)
              .mendedBy(code.remedy("UNIT", named(cycle))));
    }
    return found;
  }

  /** One of the circle; which of them has the wrong order nobody can know. */
  private static String named(List<Evidence> cycle) {
    Matcher unit =
        Pattern.compile("[\\w@.-]+\\.(?:service|target|socket|mount)")
            .matcher(cycle.getFirst().text());
    return unit.find() ? unit.group() : "nodeready.service";
  }

  private static List<Finding> unit(String line) {
    Matcher ours = OURS.matcher(line);
    if (!ours.find()) {
      return List.of();
    }
    String unit = ours.group(1);
    Evidence shows = Evidence.of("systemd-analyze verify", line);
    Matcher program = NOT_EXECUTABLE.matcher(line);
    if (program.find()) {
      Code code = Code.HOST_PROGRAM_NOT_EXECUTABLE;
      return List.of(
          Finding.failure(
                  code,
                  Confidence.SEEN,
                  "%s of %s cannot be executed".formatted(program.group(1), unit),
                  shows)
              .mendedBy(code.remedy("UNIT", unit, "PROGRAM", program.group(1))));
    }
    Code code = Code.SYSTEMD_UNIT_INVALID;
    return List.of(
        Finding.warning(code, Confidence.SEEN, "systemd has something to say of " + unit, shows)
            .mendedBy(code.remedy("UNIT", unit)));
  }
}
