package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the runtime listens.
 *
 * @param socket absolute path of a unix socket, 107 bytes at most (unix(7): {@code sun_path})
 */
public record CriEndpoint(Path socket) {
  private static final int LONGEST = 107;
  private static final String SCHEME = "unix://";

  /** Checks the path's form; says nothing of what is there. */
  public CriEndpoint {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (!socket.isAbsolute()) {
      throw bad(socket.toString(), "the path is not absolute");
    }
    if (length > LONGEST) {
      throw bad(
          socket.toString(),
          "its path has " + length + " bytes, and the system takes " + LONGEST + " at most");
    }
  }

  /**
   * Reads an endpoint as it stands in a configuration.
   *
   * @param text {@code unix:///path}, {@code unix:/path} or the bare path
   * @throws dev.nodeready.failure.FailureException with code {@code CRI_ENDPOINT_INVALID}
   */
  public static CriEndpoint parse(String text) {
    String path = text;
    if (text.startsWith(SCHEME)) {
      path = text.substring(SCHEME.length());
    } else if (text.startsWith("unix:")) {
      path = text.substring("unix:".length());
    }
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw bad(text, "it names no path");
    }
    return new CriEndpoint(Path.of(path));
  }

  /** Whether somebody listens there. */
  public boolean isTaken() {
    try (UnixStream stream = new SocketLook(this).connect()) {
      return stream.isConnected();
    } catch (FailureException e) {
      return e.failure().code() == Code.CRI_BACKLOG_FULL;
    } catch (IOException e) {
      return true; // It was connected, and only its end failed.
    }
  }

  /** As it stands in a configuration. */
  @Override
  public String toString() {
    return SCHEME + socket;
  }

  private static RuntimeException bad(String text, String why) {
    return Failure.permanent(Code.CRI_ENDPOINT_INVALID, "use the CRI endpoint " + text, why)
        .asException();
  }
}
