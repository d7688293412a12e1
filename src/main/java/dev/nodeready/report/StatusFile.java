package dev.nodeready.report;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code /run/nodeready/status.json} up to date: after every event, atomically, readable by
 * any user. The boot does not wait for the file, except at its beginning and its end; where events
 * come faster than it is written, the newest state is.
 */
public final class StatusFile implements Listener {
  /** Where the file lies on the machine. */
  public static final String PATH = "/run/nodeready/status.json";

  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

  private final FileStore files;
  private final UnaryOperator<String> redact;
  private final Executor beside;
  private final AtomicReference<@Nullable BootRecord> unwritten = new AtomicReference<>();
  private BootRecord record;
  private boolean told;

  /**
   * A status file for one boot.
   *
   * @param redact takes secrets out of the text
   * @param beside runs what the boot does not wait for
   */
  public StatusFile(
      FileStore files, BootRecord start, UnaryOperator<String> redact, Executor beside) {
    this.files = files.volatileCopy();
    this.record = start;
    this.redact = redact;
    this.beside = beside;
  }

  @Override
  public void on(Event event) {
    record = record.after(event);
    boolean more = unwritten.getAndSet(record) != null;
    if (event instanceof Event.PlanStarted || event instanceof Event.PlanEnded) {
      write();
    } else if (!more) {
      beside.execute(this::write);
    }
  }

  /**
   * Takes the state only when it is its turn, so that an older one never comes last. A file that
   * cannot be written ends no boot; the next event tries again.
   */
  private synchronized void write() {
    BootRecord newest = unwritten.getAndSet(null);
    if (newest == null) {
      return;
    }
    try {
      boolean _ = files.apply(RenderedFile.text(PATH, text(newest)));
      told = false;
    } catch (FailureException e) {
      if (!told) {
        LOG.warn("the boot goes on without its status file: {}", e.failure().toLine());
      }
      told = true;
    }
  }

  /** Shows again how the node stood before this boot, which was refused. */
  public void goBackTo(BootRecord good, Instant now) {
    record = good.refusing(now, record.failure());
    unwritten.set(record);
    write();
  }

  /** What the file says of the boot as it stands. */
  public String text() {
    return text(record);
  }

  private String text(BootRecord of) {
    return redact.apply(BootRecordJson.write(of));
  }

  /** The record as it stands. */
  public BootRecord record() {
    return record;
  }
}
