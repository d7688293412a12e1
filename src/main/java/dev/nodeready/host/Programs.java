package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs on the PATH, as a shell would. */
public final class Programs {
  private static final String SYSTEM =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Programs() {}

  /**
   * Looks for a program before a shell is started that would run it.
   *
   * @param program its name, or its path
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_COMMAND_MISSING}
   */
  public static void require(String program) {
    boolean there =
        program.contains("/") ? Files.isExecutable(Path.of(program)) : find(program).isPresent();
    if (!there) {
      throw Failure.permanent(
              Code.HOST_COMMAND_MISSING, "start " + program, "No such file or directory")
          .asException();
    }
  }

  /** The program's path; empty where there is none that may be run. */
  public static Optional<Path> find(String name) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? SYSTEM : path).split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }
}
