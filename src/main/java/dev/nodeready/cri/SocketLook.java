package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the socket's path, and a connection to it. The kernel answers {@code connection
 * refused} for a folder, a plain file and a stale socket alike, so the file is looked at first.
 */
final class SocketLook {
  private final Path path;
  private final String tried;

  SocketLook(CriEndpoint endpoint) {
    path = endpoint.socket();
    tried = "connect to " + endpoint;
  }

  /**
   * Connects, without ever blocking.
   *
   * @throws dev.nodeready.failure.FailureException with one of {@code CRI_SOCKET_ABSENT}, {@code
   *     CRI_SOCKET_DANGLING}, {@code CRI_NOT_A_SOCKET}, {@code CRI_SOCKET_IS_FOLDER}, {@code
   *     CRI_NO_PERMISSION}, {@code CRI_REFUSED}, {@code CRI_BACKLOG_FULL}
   */
  UnixStream connect() {
    Optional<Failure> wrong = wrongFile();
    if (wrong.isPresent()) {
      throw wrong.get().asException();
    }
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        throw backlogFull().asException();
      }
      channel.configureBlocking(true);
      UnixStream stream = new UnixStream(channel);
      channel = null;
      return stream;
    } catch (IOException e) {
      throw refused(Words.of(e)).asException(e);
    } finally {
      closeQuietly(channel);
    }
  }

  /** Connects to nothing, so that the code which connects is loaded. */
  static void warmUp() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of("/nonexistent/nodeready"));
    } catch (IOException e) {
      // As it has to be.
      return;
    }
  }

  /**
   * Tells one socket file from the next at the same path; empty when there is none. The inode alone
   * does not: file systems give a freed one to the next file.
   */
  String identity() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.fileKey() + " " + file.creationTime();
    } catch (IOException e) {
      return "";
    }
  }

  private Optional<Failure> wrongFile() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (file.isDirectory()) {
        return Optional.of(folder());
      }
      return file.isOther() ? Optional.empty() : Optional.of(notASocket("a plain file"));
    } catch (NoSuchFileException e) {
      return Optional.of(
          Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? dangling() : absent(where()));
    } catch (AccessDeniedException e) {
      return Optional.of(noPermission());
    } catch (IOException e) {
      return Optional.of(absent(Words.of(e)));
    }
  }

  private String where() {
    Path folder = path.getParent();
    boolean there = folder == null || Files.isDirectory(folder);
    return "the socket is not there yet (no such file or directory"
        + (there ? ")" : "; its folder " + folder + " is missing too)");
  }

  private Failure absent(String happened) {
    return Failure.passing(Code.CRI_SOCKET_ABSENT, tried, happened);
  }

  private Failure dangling() {
    return Failure.passing(
        Code.CRI_SOCKET_DANGLING, tried, "it is a symbolic link to something that does not exist");
  }

  private Failure folder() {
    return Failure.permanent(Code.CRI_SOCKET_IS_FOLDER, tried, "it is a folder");
  }

  private Failure notASocket(String what) {
    return Failure.permanent(Code.CRI_NOT_A_SOCKET, tried, "it is " + what + ", not a socket");
  }

  private Failure noPermission() {
    return Failure.permanent(
        Code.CRI_NO_PERMISSION, tried, "this user may not open it (permission denied)");
  }

  private Failure backlogFull() {
    return Failure.passing(
        Code.CRI_BACKLOG_FULL,
        tried,
        "the runtime accepts no connection and its queue of waiting ones is full");
  }

  /** The library gives the system's words, not its number. */
  private Failure refused(String words) {
    String text = words.toLowerCase(Locale.ROOT);
    if (text.contains("permission") || text.contains("not permitted")) {
      return noPermission();
    }
    if (text.contains("no such file")) {
      return absent(where());
    }
    if (text.contains("temporarily unavailable")) {
      return backlogFull();
    }
    if (text.contains("wrong type")
        || text.contains("not a socket")
        || text.contains("non-socket")) {
      return notASocket("not a stream socket (" + words + ")");
    }
    return Failure.passing(
        Code.CRI_REFUSED,
        tried,
        "nobody listens on the socket (" + words + "); a runtime that was killed leaves it behind");
  }

  private static void closeQuietly(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It was never used.
        return;
      }
    }
  }
}
