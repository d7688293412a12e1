package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose the runtime's socket is: whoever may put one in its place is told the credentials that go
 * through it.
 */
final class SocketOwner {
  /** Of a mode, see inode(7). */
  private static final int ALL_MAY_WRITE = 02;

  private static final int STICKY = 01000;

  private SocketOwner() {}

  /**
   * Sees to it that root or this user listens there.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code CRI_SOCKET_UNTRUSTED}
   */
  static void require(CriEndpoint endpoint) {
    Optional<String> wrong = wrong(endpoint.socket());
    if (wrong.isPresent()) {
      throw Failure.permanent(
              Code.CRI_SOCKET_UNTRUSTED,
              "give the registry's credentials to the runtime at " + endpoint,
              wrong.get())
          .asException();
    }
  }

  /** One that is gone is no risk: there is nothing to connect to. */
  private static Optional<String> wrong(Path socket) {
    try {
      return wrong(socket.toRealPath(), owner(Path.of("/proc/self")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What keeps it from being trusted.
   *
   * @param real its path without links
   * @param user number of the user who is trusted beside root
   */
  static Optional<String> wrong(Path real, int user) throws IOException {
    for (Path part = real; part != null; part = part.getParent()) {
      int owner = owner(part);
      if (owner != 0 && owner != user) {
        return Optional.of(part + " belongs to user " + owner + ", who could read them");
      }
      if (!part.equals(real) && (mode(part) & (ALL_MAY_WRITE | STICKY)) == ALL_MAY_WRITE) {
        return Optional.of("every user may put another socket into " + part);
      }
    }
    return Optional.empty();
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode");
  }
}
