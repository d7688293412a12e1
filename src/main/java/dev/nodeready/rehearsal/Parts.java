package dev.nodeready.rehearsal;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of the machine that a rehearsal plays with.
 *
 * @param kubelet empty where none is installed: the rehearsal then ends before it
 */
public record Parts(Path containerd, Path runc, Optional<Path> kubelet) {
  /**
   * Finds them.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code REHEARSAL_IMPOSSIBLE} that
   *     names all that is missing
   */
  public static Parts find(Privileges privileges) {
    List<String> missing = new ArrayList<>();
    if (!privileges.root()) {
      missing.add("it does not run as root");
    } else if (!privileges.mayMount()) {
      missing.add("it may not mount (CAP_SYS_ADMIN)");
    }
    for (String program : List.of("containerd", "ctr", "runc", "unshare")) {
      if (Programs.find(program).isEmpty()) {
        missing.add("there is no " + program + " on the PATH");
      }
    }
    if (!missing.isEmpty()) {
      throw impossible(missing).asException();
    }
    return new Parts(path("containerd"), path("runc"), Programs.find("kubelet"));
  }

  private static Failure impossible(List<String> missing) {
    return Failure.permanent(
        Code.REHEARSAL_IMPOSSIBLE,
        "rehearse a boot",
        String.join("; ", missing),
        "run it as root, with sudo, on a machine that has containerd and runc, such as by apt-get"
            + " install containerd runc");
  }

  private static Path path(String program) {
    return Programs.find(program).orElseThrow();
  }
}
