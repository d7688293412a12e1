package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Copies a folder with all that belongs to it (owners, modes, times, attributes, links of both
 * kinds, holes, device nodes) to another file system, and sees that it is on the disk. What is
 * mounted below the folder is not its own and stays out.
 */
public final class TreeCopy {
  private static final Duration LOOK = Duration.ofMinutes(10);

  /** Only as long as bytes arrive: who has that many may copy for a day. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Without a byte in this time the disk is taken for dead. */
  private static final Duration STALL = Duration.ofMinutes(5);

  private static final Duration SYNC = Duration.ofHours(1);

  /** What file systems take for themselves beside the files. */
  private static final int RESERVE_PERCENT = 5;

  private static final long RESERVE_LEAST = 64L << 20;

  private final Tools tools;
  private final Time time;

  /** A copy by these tools. */
  TreeCopy(Tools tools, Time time) {
    this.tools = tools;
    this.time = time;
  }

  /** A copy by the machine's tools. */
  public static TreeCopy of(Commands commands, Time time) {
    return new TreeCopy(new Tools(commands), time);
  }

  /**
   * How much a folder holds.
   *
   * @param bytes that its files take, each counted once
   */
  public record Size(long bytes) {
    /** The sum. */
    public Size plus(Size other) {
      return new Size(bytes + other.bytes);
    }
  }

  /** Measures a folder. */
  public Size size(Path folder) throws InterruptedException {
    List<String> words = List.of("du", "-sxB1", "--", folder.toString());
    Commands.Result du = tools.attempt(LOOK, words);
    String bytes = du.output().strip().split("\\s+", 2)[0];
    // What vanishes under its eyes makes it end with 1, behind a good sum of the rest.
    if (!bytes.matches("[0-9]{1,18}")) {
      throw Tools.failed(words, du).asException();
    }
    return new Size(Long.parseLong(bytes));
  }

  /**
   * Sees that there is room.
   *
   * @param folder on the file system that is to take it
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_DISKS_NO_ROOM}
   */
  public static void room(Size size, Path folder) {
    long wanted = size.bytes() + Math.max(RESERVE_LEAST, size.bytes() / 100 * RESERVE_PERCENT);
    long free = free(folder);
    if (free < wanted) {
      throw Failure.permanent(
              Code.HOST_DISKS_NO_ROOM,
              "copy " + Bytes.words(size.bytes()) + " to " + folder,
              "there is room for " + Bytes.words(free) + " only")
          .asException();
    }
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "see the room in " + folder, Words.of(e))
          .asException(e);
    }
  }

  /**
   * Copies. Cut off in the middle, {@code to} holds a part of it.
   *
   * @param to what it becomes; must not be there
   * @param size of what is copied
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_DISKS_COPY_FAILED} or
   *     {@code HOST_DISKS_STALLED}
   * @throws InterruptedException when the work is being stopped; the copy is too
   */
  public void copy(Path from, Path to, Size size) throws InterruptedException {
    String parent = String.valueOf(to.getParent());
    // --preserve=xattr has an attribute that is lost count as an error, which -a alone does not.
    List<String> words =
        List.of(
            "cp",
            "-a",
            "--preserve=xattr",
            "--sparse=auto",
            "-x",
            "-T",
            "--",
            from.toString(),
            to.toString());
    Progress progress = new Progress(from, Path.of(parent), size, time);
    Commands.Result result = tools.follow(LONGEST, words, progress::standing);
    if (!result.ok()) {
      throw failed(from, to, result.lastWords()).asException();
    }
    List<String> sync = List.of("sync", "-f", to.toString());
    Commands.Result synced =
        tools.follow(
            SYNC,
            sync,
            now -> Waiting.of("the copy of " + from, "it is being written to the disk", now));
    if (!synced.ok()) {
      throw failed(from, to, synced.lastWords()).asException();
    }
  }

  private static Failure failed(Path from, Path to, String words) {
    return Failure.passing(Code.HOST_DISKS_COPY_FAILED, "copy " + from + " to " + to, words);
  }

  /** How a copy stands, by how the room on the other side goes down. */
  static final class Progress {
    private final Path from;
    private final Path folder;
    private final Size size;
    private final Time time;
    private final FileStore store;
    private final long freeAtFirst;
    private long most;
    private long last;
    private long changedAt;

    Progress(Path from, Path folder, Size size, Time time) {
      this.from = from;
      this.folder = folder;
      this.size = size;
      this.time = time;
      freeAtFirst = free(folder);
      changedAt = time.nanos();
      try {
        store = Files.getFileStore(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Waiting standing(Deadline now) {
      long done = Math.max(0, freeAtFirst - room());
      return standing(done, now);
    }

    private long room() {
      try {
        return store.getUsableSpace();
      } catch (IOException e) {
        // The copy itself meets the same and says it.
        return freeAtFirst;
      }
    }

    Waiting standing(long done, Deadline now) {
      // XFS takes room ahead of a file and gives it back: less is life, too.
      if (done != last) {
        last = done;
        changedAt = time.nanos();
      }
      most = Math.max(most, done);
      Duration still = Duration.ofNanos(time.nanos() - changedAt);
      if (still.compareTo(STALL) > 0) {
        throw Failure.passing(
                Code.HOST_DISKS_STALLED,
                "copy " + from + " to " + folder,
                "no byte arrived for " + still.toMinutes() + " min")
            .asException();
      }
      return Waiting.of("the copy of " + from, words(most, now.elapsed()), now);
    }

    private String words(long done, Duration gone) {
      String part = Bytes.words(Math.min(done, size.bytes())) + " of " + Bytes.words(size.bytes());
      if (done <= 0 || gone.toSeconds() == 0) {
        return part + " are copied";
      }
      double left = (double) Math.max(0, size.bytes() - done) / done * gone.toSeconds();
      return part + " are copied, some " + Math.round(left) + " s are left";
    }
  }
}
