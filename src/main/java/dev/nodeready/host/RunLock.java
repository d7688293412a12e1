package dev.nodeready.host;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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

  private final Root root;
  private final String place;
  private final String holder;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;

  /**
   * The lock of the machine below {@code root}, not taken yet.
   *
   * @param holder who takes it, one line for people
   */
  public RunLock(Root root, String holder) {
    this(root, PATH, holder);
  }

  /**
   * A lock for a part of the machine, not taken yet.
   *
   * @param place where it lies on the machine
   * @param holder who takes it, one line for people
   */
  public RunLock(Root root, String place, String holder) {
    this.root = root;
    this.place = place;
    this.holder = holder;
  }

  /** Lets another run have the machine, until {@link #take}. */
  public void release() {
    try {
      if (lock != null) {
        lock.release();
      }
    } catch (IOException e) {
      throw unusable(root.at(place), e);
    }
    lock = null;
  }

  /**
   * Takes the lock, waiting for another run to end until the deadline; also again.
   *
   * @param waits hears once who else holds it, if it has to be waited for
   * @return whether another run has had it since this one
   * @throws FailureException with code {@code BOOT_ALREADY_RUNNING} and the other holder
   * @throws InterruptedException when the run is being stopped
   */
  public boolean take(Deadline deadline, Consumer<String> waits) throws InterruptedException {
    FileChannel file = opened();
    try {
      for (Duration pause = FIRST_PAUSE; (lock = file.tryLock()) == null; ) {
        if (deadline.passed()) {
          throw taken(file);
        }
        if (pause.equals(FIRST_PAUSE)) {
          waits.accept(told(file));
        }
        deadline.time().sleep(deadline.atMost(pause));
        pause = Durations.doubled(pause, LONGEST_PAUSE);
      }
      boolean others = !told(file).equals(holder);
      tell(file);
      return others;
    } catch (IOException e) {
      throw unusable(root.at(place), e);
    }
  }

  private FileChannel opened() {
    FileChannel file = channel;
    if (file == null) {
      Path path = root.at(place);
      try {
        Files.createDirectories(path.getParent());
        file = open(path);
      } catch (IOException e) {
        throw unusable(path, e);
      }
      channel = file;
    }
    return file;
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
  private void tell(FileChannel file) {
    try {
      file.truncate(0);
      file.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException full) {
      return;
    }
  }

  private static String told(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
    int _ = file.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
  }

  private static FailureException taken(FileChannel file) throws IOException {
    return Failure.passing(
            Code.BOOT_ALREADY_RUNNING, "change this machine", "another run does: " + told(file))
        .asException();
  }

  private static FailureException unusable(Path path, IOException e) {
    String remedy =
        e instanceof AccessDeniedException && !Privileges.own().root()
            ? Code.HOST_NOT_ROOT.remedy()
            : Code.HOST_LOCK_FAILED.remedy("FOLDER", FileStore.there(path).toString());
    String words = Words.of(e, path.toString());
    return Failure.permanent(Code.HOST_LOCK_FAILED, "take the lock " + path, words, remedy)
        .asException(e);
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Closing is all that can be done; the kernel drops the lock with the process.
      return;
    }
  }
}
