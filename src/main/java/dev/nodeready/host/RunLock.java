package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.retry.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time change the machine. The kernel drops the lock with the process that holds
 * it, so no crash leaves it behind; the file says who the holder is. Only its owner may open the
 * file: whoever can open a file can lock it, and would keep every boot from starting. Others see by
 * the status file whether a run is on.
 *
 * <p>The kernel also drops it when this process closes the file anywhere else, so that nothing but
 * this class opens it.
 */
public final class RunLock implements AutoCloseable {
  /** Where the lock lies on the machine. */
  public static final String PATH = "/run/nodeready/lock";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int LONGEST_HOLDER = 500;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final FileChannel channel;
  private final String holder;
  private @Nullable FileLock lock;

  private RunLock(FileChannel channel, String holder) {
    this.channel = channel;
    this.holder = holder;
  }

  /**
   * Takes the lock, waiting for another run to end until the deadline.
   *
   * @param holder who takes it, one line for people
   * @param waits hears once who else holds it, if it has to be waited for
   * @throws FailureException with code {@code BOOT_ALREADY_RUNNING} and the other holder
   * @throws InterruptedException when the run is being stopped
   */
  public static RunLock take(Root root, String holder, Deadline deadline, Consumer<String> waits)
      throws InterruptedException {
    Path path = root.at(PATH);
    RunLock taken;
    try {
      Files.createDirectories(path.getParent());
      taken = new RunLock(open(path), holder);
    } catch (IOException e) {
      throw unusable(path.toString(), e);
    }
    try {
      boolean _ = taken.take(deadline, waits);
      return taken;
    } catch (FailureException | InterruptedException e) {
      taken.close();
      throw e;
    }
  }

  /** Lets another run have the machine, until {@link #takeAgain}. */
  public void release() {
    try {
      if (lock != null) {
        lock.release();
      }
    } catch (IOException e) {
      throw unusable(PATH, e);
    }
    lock = null;
  }

  /**
   * Takes it again after {@link #release}.
   *
   * @return whether another run has had it meanwhile
   * @throws FailureException as {@link #take}
   * @throws InterruptedException when the run is being stopped
   */
  public boolean takeAgain(Deadline deadline, Consumer<String> waits) throws InterruptedException {
    return take(deadline, waits);
  }

  private boolean take(Deadline deadline, Consumer<String> waits) throws InterruptedException {
    try {
      for (Duration pause = FIRST_PAUSE; (lock = channel.tryLock()) == null; ) {
        if (deadline.passed()) {
          throw taken();
        }
        if (pause.equals(FIRST_PAUSE)) {
          waits.accept(told());
        }
        deadline.time().sleep(deadline.atMost(pause));
        pause = longer(pause);
      }
      boolean others = !told().equals(holder);
      tell();
      return others;
    } catch (IOException e) {
      throw unusable(PATH, e);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static FileChannel open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    // An earlier version made it for all to read.
    Files.setPosixFilePermissions(path, OWNER_ONLY);
    return channel;
  }

  /** Best effort: a file system that is full does not keep the machine from booting. */
  private void tell() {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException full) {
      return;
    }
  }

  private String told() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
    int _ = channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
  }

  private FailureException taken() throws IOException {
    return Failure.passing(
            Code.BOOT_ALREADY_RUNNING,
            "change this machine",
            "another run does: " + told(),
            "see it with nodeready status, wait for it with nodeready init --wait, or stop it")
        .asException();
  }

  private static FailureException unusable(String path, IOException e) {
    return Failure.permanent(
            Code.HOST_LOCK_FAILED,
            "take the lock " + path,
            Words.of(e, path),
            "run as root, or choose a writable folder with --root")
        .asException(e);
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
