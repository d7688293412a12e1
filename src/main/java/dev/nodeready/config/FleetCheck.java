package dev.nodeready.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks whom a boot tells of itself. None of it keeps a node from joining. */
final class FleetCheck {
  private static final String TEXTFILE = "spec.bootstrap.metrics.textfile";
  private static final String PROGRAM = Paths.item("spec.bootstrap.onVerdict", 0);

  private final Report report;

  FleetCheck(Report report) {
    this.report = report;
  }

  void check(Bootstrap.Fleet fleet) {
    if (!fleet.textfile().isEmpty()) {
      AbsolutePath.check(fleet.textfile(), TEXTFILE, report::strict);
    }
    program(fleet.onVerdict());
  }

  private void program(List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    String program = words.getFirst();
    if (!program.startsWith("/") || Words.hasControl(program)) {
      AbsolutePath.check(program, PROGRAM, report::strict);
    } else if (!isProgram(Path.of(program))) {
      // It may come later, or be checked on another machine than it is for.
      report.warn(
          PROGRAM,
          Suggest.quote(program) + " is no program on this machine",
          "put it there before the boot ends, with mode 0755");
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
