package dev.nodeready.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.nodeready.failure.Words;
import dev.nodeready.logging.Terminal.Colour;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One event as one line. On a terminal a line begins with the time of day and the level; for
 * journald, which has both, with a priority prefix as {@code sd-daemon(3)} describes.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  /** How wide the time of day is, with a space behind it. */
  private static final int CLOCK = 13;

  private static final byte[] NOTHING = new byte[0];

  private final boolean journal;
  private final Terminal terminal;

  /**
   * An encoder.
   *
   * @param terminal what shows the lines where journald does not take them
   */
  LineEncoder(boolean journal, Terminal terminal) {
    this.journal = journal;
    this.terminal = terminal;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(journal ? priority(event.getLevel()) : clock(event));
    String message = oneLine(Redaction.redact(event.getFormattedMessage()));
    assert message.contains("BOOT_UNEXPECTED") || Words.arePlain(message) : message;
    line.append(message);
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(": ").append(oneLine(Redaction.redact(String.valueOf(thrown.getMessage()))));
    }
    String whole = journal ? line.toString() : terminal.wrapped(line.toString(), CLOCK);
    return (whole + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }

  private String clock(ILoggingEvent event) {
    String time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault()).toString();
    String millis = time.length() >= 12 ? time.substring(0, 12) : time;
    return millis + " " + (event.getLevel() == Level.INFO ? "" : level(event.getLevel()) + " ");
  }

  private String level(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> terminal.coloured(Colour.RED, "ERROR");
      case Level.WARN_INT -> terminal.coloured(Colour.YELLOW, "WARN");
      default -> level.toString();
    };
  }

  /** A message of several lines must not look like several events. */
  private static String oneLine(String text) {
    return text.indexOf('\n') < 0 ? text : text.replace("\n", " | ");
  }
}
