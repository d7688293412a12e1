package dev.nodeready.report;

import dev.nodeready.host.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status file as people read it. */
public final class StatusView {
  /** How wide the names before the values are. */
  private static final int NAMES = 13;

  private final Map<String, @Nullable Object> status;
  private final boolean writerGone;

  /** A view of the fields of a status file. */
  public StatusView(Map<String, @Nullable Object> status) {
    this.status = status;
    this.writerGone = !writerLives(status);
  }

  private static boolean writerLives(Map<String, @Nullable Object> status) {
    return status.get("process") instanceof Map<?, ?> process
        && process.get("pid") instanceof Number pid
        && process.get("started") instanceof String started
        && new ProcessId(pid.longValue(), started).lives();
  }

  /** A view of a boot that this process has just run. */
  public static StatusView of(BootRecord record) {
    try {
      return new StatusView(StatusReader.parse(BootRecordJson.write(record)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the boot of a status file is, as phase and step; empty where it cannot be told. */
  public static String stepIn(Path file) {
    try {
      String text = StatusReader.text(file);
      Map<String, @Nullable Object> status = text == null ? Map.of() : StatusReader.parse(text);
      return status.get("step") == null ? "" : status.get("phase") + "/" + status.get("step");
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether the boot goes on. */
  public boolean running() {
    return "running".equals(status.get("state")) && !writerGone;
  }

  /**
   * The boot's own exit code once it ended; {@link ExitCode#RETRY} while it runs or when it died.
   */
  public int exitCode() {
    return status.get("exitCode") instanceof Number code ? code.intValue() : ExitCode.RETRY;
  }

  /** Whether the process that ran the boot went away without a word. */
  public boolean died() {
    return "running".equals(status.get("state")) && writerGone;
  }

  /**
   * The fields as they are to be told: those of the file, but with the state {@code died} where its
   * writer is gone, which could not write that. What is not known is null.
   */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> told = new LinkedHashMap<>(status);
    if (died()) {
      told.put("state", "died");
      told.put("waiting", null);
    }
    return told;
  }

  /** Some lines of text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(out, "state", state());
    line(out, "started", text("startedAt") + ", updated " + text("updatedAt"));
    if (status.get("phase") != null) {
      line(out, "at", text("phase") + "/" + text("step"));
    }
    if (!died() && status.get("waiting") instanceof Map<?, ?> wait) {
      line(out, "waiting for", wait.get("for") + ": " + wait.get("because"));
      line(
          out,
          "time",
          wait.get("elapsedSeconds") + " s gone, " + wait.get("leftSeconds") + " s left");
    }
    if (status.get("flaps") instanceof Number flaps && flaps.intValue() > 0) {
      line(out, "flaps", flaps.toString());
    }
    if (status.get("join") instanceof Map<?, ?> join) {
      line(out, "node", join.get("node") + " at " + join.get("apiServer"));
    }
    failure(out, "failure", status.get("failure"));
    failure(out, "not reloaded", status.get("refused"));
    steps(out);
    return out.toString();
  }

  private static void failure(StringBuilder out, String name, @Nullable Object failure) {
    if (failure instanceof Map<?, ?> fields) {
      line(out, name, String.valueOf(fields.get("code")));
      line(out, "tried", "to " + fields.get("tried"));
      line(out, "happened", indented(String.valueOf(fields.get("happened"))));
      line(out, "remedy", String.valueOf(fields.get("remedy")));
    }
  }

  /** Of a failure that stands above in full, the code. */
  private String detail(Map<?, ?> step) {
    String detail = String.valueOf(step.get("detail"));
    boolean above =
        status.get("failure") instanceof Map<?, ?> failure
            && detail.startsWith(failure.get("code") + ": tried to " + failure.get("tried") + ",");
    return above ? detail.substring(0, detail.indexOf(':')) : detail.replace("\n", " ");
  }

  private static String indented(String text) {
    return text.replaceAll("\n\\s*", "\n" + " ".repeat(NAMES));
  }

  private String state() {
    return died()
        ? "died (the status says running, but the process that wrote it is gone; see what ended it:"
            + " journalctl -u nodeready -n 50)"
        : text("state");
  }

  private void steps(StringBuilder out) {
    if (!(status.get("steps") instanceof List<?> steps)) {
      return;
    }
    for (Object each : steps) {
      if (each instanceof Map<?, ?> step && !"skipped".equals(step.get("outcome"))) {
        out.append("  ").append(pad(step.get("phase") + "/" + step.get("name"), 26));
        out.append(pad(String.valueOf(step.get("outcome")), 10));
        out.append(pad(step.get("seconds") + " s", 11)).append(detail(step));
        out.append('\n');
      }
    }
  }

  private String text(String field) {
    return String.valueOf(status.get(field));
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(pad(name + ":", NAMES)).append(value).append('\n');
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
  }
}
