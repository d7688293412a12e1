package dev.nodeready.report;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import java.util.function.UnaryOperator;

/**
 * Keeps {@code /run/nodeready/status.json} up to date: after every event, atomically, readable by
 * any user.
 */
public final class StatusFile implements Listener {
  /** Where the file lies on the machine. */
  public static final String PATH = "/run/nodeready/status.json";

  private final FileStore files;
  private final UnaryOperator<String> redact;
  private BootRecord record;

  /**
   * A status file for one boot.
   *
   * @param redact takes secrets out of the text
   */
  public StatusFile(FileStore files, BootRecord start, UnaryOperator<String> redact) {
    this.files = files.volatileCopy();
    this.record = start;
    this.redact = redact;
  }

  @Override
  public void on(Event event) {
    record = record.after(event);
    files.apply(RenderedFile.text(PATH, redact.apply(BootRecordJson.write(record))));
  }

  /** The record as it stands. */
  public BootRecord record() {
    return record;
  }
}
