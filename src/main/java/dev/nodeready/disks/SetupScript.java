package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machine image's own script for its disks, which goes before ours where there is one. */
public final class SetupScript {
  /** By which both are called. */
  public static final String NAME = "setup-local-disks";

  private static final String OURS = "nodeready";

  /** It copies without telling how far it is, and must not be cut off in the middle of that. */
  private static final Duration LIMIT = Duration.ofHours(12);

  private SetupScript() {}

  /** Where it is; empty where there is none, or this program is called so. */
  public static Optional<Path> find() {
    return Programs.find(NAME).filter(path -> !isOurs(path));
  }

  private static boolean isOurs(Path path) {
    try {
      return path.toRealPath().endsWith(OURS);
    } catch (IOException e) {
      // It has just gone: then nobody can run it.
      return true;
    }
  }

  /**
   * Runs it.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_LOCAL_DISKS_FAILED},
   *     {@code HOST_COMMAND_MISSING} or {@code HOST_COMMAND_TIMEOUT}
   */
  static Report run(List<String> words, Commands commands) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(NAME));
    line.addAll(words);
    String command = String.join(" ", line);
    Commands.Result result = commands.run(LIMIT, line);
    if (!result.ok()) {
      throw Failure.passing(
              Code.HOST_LOCAL_DISKS_FAILED,
              "run " + command,
              "it ended with exit code " + result.exitCode() + ": " + result.lastWords(),
              Code.HOST_LOCAL_DISKS_FAILED.remedy("COMMAND", command))
          .asException();
    }
    String printed = result.output().strip();
    Report report = new Report();
    report.did(printed.isEmpty() ? words.getFirst() : printed);
    return report;
  }
}
