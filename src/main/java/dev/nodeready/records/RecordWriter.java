package dev.nodeready.records;

import dev.nodeready.failure.Words;
import dev.nodeready.host.GrowingFile;
import dev.nodeready.host.NumberedFiles;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.BootTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each event of a boot as one line into a file of its own below {@link #FOLDER}, as soon as
 * it happens and beside the boot: a process that is killed loses at most the line that is being
 * written. A disk that is full, read-only or stuck costs lines and nothing else.
 */
public final class RecordWriter implements Listener, AutoCloseable {
  /** Where the records lie on the machine. */
  public static final String FOLDER = "/var/lib/nodeready/boots";

  /** What follows the number in the name of a record. */
  public static final String SUFFIX = ".jsonl";

  /** How many records are kept. */
  public static final int KEPT = 20;

  /** How long one of them is at most, in bytes; its last lines have {@link #ROOM_FOR_END} more. */
  public static final int LONGEST = 256 << 10;

  /** How long all of them together are at most, in bytes. */
  public static final long LONGEST_ALL = 2 << 20;

  /** For the ends of steps and the verdict of a boot that had too much to say before. */
  private static final int ROOM_FOR_END = 64 << 10;

  /** More than a minute of events that nobody could write. */
  private static final int MOST_WAITING = 2048;

  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

  private final Root root;
  private final NumberedFiles files;
  private final Time time;
  private final RecordLines lines;
  private final SideThread beside = new SideThread("record", MOST_WAITING);
  private @Nullable GrowingFile file;
  private long written;
  private boolean told;

  /**
   * A record that is begun by the first event.
   *
   * @param start who runs the boot, and since when
   * @param kind whether it is a boot or a reload, in one word
   * @param command the name of the command that runs it
   * @param redact takes secrets out of the text
   */
  public RecordWriter(
      Root root,
      BootRecord start,
      String kind,
      String command,
      Time time,
      UnaryOperator<String> redact) {
    this.root = root;
    this.time = time;
    files = new NumberedFiles(root, FOLDER, SUFFIX);
    lines = new RecordLines(start, kind, command, redact);
  }

  /** systemd's clock and this one are the same, which begins with the kernel. */
  @Override
  public void on(Event event) {
    if (lines.worthALine(event)) {
      long up = time.nanos();
      beside.execute(() -> write(event, up));
    }
    if (event instanceof Event.PlanEnded) {
      beside.execute(this::writeTimes);
    }
  }

  private void write(Event event, long up) {
    if (event instanceof Event.PlanStarted) {
      begin(up);
    }
    boolean end = event instanceof Event.StepEnded || event instanceof Event.PlanEnded;
    add(lines.line(event, up), end ? LONGEST + ROOM_FOR_END : LONGEST);
  }

  private void begin(long up) {
    try {
      file = files.next();
      add(lines.head(file.number(), up), LONGEST);
      files.keep(KEPT, LONGEST_ALL);
    } catch (IOException e) {
      lost(e);
    }
  }

  private void writeTimes() {
    if (file == null) {
      return;
    }
    try {
      BootTimes times = BootTimes.ask(root, Landmarks.UNITS);
      add(lines.machine(times, time.nanos()), LONGEST + ROOM_FOR_END);
    } catch (IOException e) {
      // Without systemd, as below a scratch root, a record has our own times alone.
      LOG.debug("no times of systemd in the record: {}", Words.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(String line, int most) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    if (file == null || written + bytes.length > most) {
      return;
    }
    try {
      file.add(bytes);
      written += bytes.length;
    } catch (IOException e) {
      lost(e);
    }
  }

  private void lost(IOException e) {
    if (!told) {
      LOG.warn("the boot goes on without its record in {}: {}", root.at(FOLDER), Words.of(e));
    }
    told = true;
  }

  /** Waits for the last lines, though not for a disk that is stuck. */
  @Override
  public void close() {
    beside.execute(this::closeFile);
    boolean interrupted = Thread.interrupted();
    try {
      beside.end(PATIENCE);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeFile() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      lost(e);
    }
  }
}
