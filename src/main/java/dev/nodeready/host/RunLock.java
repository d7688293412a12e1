package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time change the machine. The kernel drops the lock with the process that holds
 * it, so no crash leaves it behind; the file says who the holder is.
 */
public final class RunLock implements AutoCloseable {
  /** Where the lock lies on the machine. */
  public static final String PATH = "/run/nodeready/lock";

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for another run to end until the deadline.
   *
   * @param holder who takes it, one line for people
   * @throws dev.nodeready.failure.FailureException with code {@code BOOT_ALREADY_RUNNING} and the
   *     other holder
   * @throws InterruptedException when the run is being stopped
   */
  public static RunLock take(Root root, String holder, Deadline deadline)
      throws InterruptedException {
    Path path = root.at(PATH);
    try {
      Files.createDirectories(path.getParent());
      FileChannel channel = open(path);
      while (!tryLock(channel)) {
        if (deadline.passed()) {
          channel.close();
          throw taken(path);
        }
        Waits.tell(Waiting.of("another run to end", Files.readString(path).strip(), deadline));
        deadline.time().sleep(deadline.atMost(PAUSE));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
      return new RunLock(channel);
    } catch (IOException e) {
      throw Failure.permanent(Code.HOST_LOCK_FAILED, "take the lock " + path, e.toString())
          .asException(e);
    }
  }

  /** Who holds the lock, as they said it; null when nobody does. */
  public static @Nullable String holder(Root root) {
    Path path = root.at(PATH);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null ? Files.readString(path).strip() : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    // The lock lives as long as the channel, which close() below ends.
    return channel.tryLock() != null;
  }

  private static FailureException taken(Path path) throws IOException {
    return Failure.passing(
            Code.BOOT_ALREADY_RUNNING,
            "change this machine",
            "another run does: " + Files.readString(path).strip())
        .asException();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Closing is all that can be done; the kernel drops the lock with the process.
      return;
    }
  }
}
