package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The programs that a node is made of: whether each is there, runs here, and is what is said. */
final class ProgramsCheck {
  /** From a disk that has never been read, programs of 100 MB begin slowly. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Patient patient;
  private final List<Finding> found = new ArrayList<>();

  private ProgramsCheck(Patient patient) {
    this.patient = patient;
  }

  static Check check(Trial trial, Optional<NodeConfig> config) {
    return new Check(
        "programs",
        Set.of(
            Code.HOST_COMMAND_MISSING,
            Code.HOST_PROGRAM_NOT_EXECUTABLE,
            Code.HOST_VERSION_FILE_WRONG),
        Need.ROOT,
        _ -> new ProgramsCheck(trial.programs()).look(config));
  }

  private Looked look(Optional<NodeConfig> config) throws InterruptedException {
    for (String daemon : List.of("containerd", "kubelet")) {
      String told = version(daemon, Weight.FAILURE);
      file("/etc/eks/" + daemon + "-version.txt", daemon, told);
    }
    String _ = version("runc", Weight.FAILURE);
    String strategy =
        config
            .map(it -> it.instance().localStorage().strategy())
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (!strategy.isEmpty()) {
      String _ = strategy.startsWith("raid") ? version("mdadm", Weight.WARNING) : "";
      String _ = version("mkfs.xfs", Weight.WARNING);
    }
    return Looked.found(found);
  }

  /** What the program prints of itself; empty where it cannot be run. */
  private String version(String program, Weight weight) throws InterruptedException {
    String option = program.equals("mkfs.xfs") ? "-V" : "--version";
    Commands.Result result = patient.commands().run(LIMIT, List.of(program, option));
    if (result.ok()) {
      return result.output();
    }
    boolean absent = result.errors().contains("No such file");
    Code code = absent ? Code.HOST_COMMAND_MISSING : Code.HOST_PROGRAM_NOT_EXECUTABLE;
    found.add(
        new Finding(
            code,
            weight,
            Confidence.SEEN,
            absent ? program + " is not installed" : program + " does not run",
            List.of(Evidence.of(program + " " + option, result.lastWords())),
            code.remedy("UNIT", program, "PROGRAM", "$(command -v " + program + ")")));
    return "";
  }

  /** nodeready goes by the file where there is one. */
  private void file(String path, String program, String told) {
    ProgramVersion installed = ProgramVersion.find(told);
    ProgramVersion written = ProgramVersion.find(String.join(" ", patient.lines(path)));
    if (patient.has(path) && installed.known() && !installed.equals(written)) {
      Code code = Code.HOST_VERSION_FILE_WRONG;
      found.add(
          Finding.warning(
                  code,
                  Confidence.SEEN,
                  "%s says %s, and %s is %s".formatted(path, written, program, installed),
                  Evidence.of(path, String.valueOf(written)),
                  Evidence.of(program + " --version", told))
              .mendedBy(code.remedy("PROGRAM", program, "FILE", path)));
    }
  }
}
