package dev.nodeready.report;

import dev.nodeready.host.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A status file as people read it. */
public final class StatusView {
  /** How wide the names before the values are. */
  private static final int NAMES = 13;

  /** How wide the bar of a budget is. */
  private static final int BUDGET = 24;

  /** How wide the bar of the step that took longest is. */
  private static final int LONGEST = 12;

  private static final List<String> DONE = List.of("succeeded", "degraded");

  private final Map<String, @Nullable Object> status;
  private final boolean writerGone;

  /** A view of the fields of a status file. */
  public StatusView(Map<String, @Nullable Object> status) {
    this.status = status;
    this.writerGone = !writerLives(status);
  }

  private static boolean writerLives(Map<?, ?> status) {
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

  /** Lines of text: the verdict, what is wrong, what is waited for, where the time went. */
  public String text() {
    StringBuilder out = new StringBuilder();
    line(out, "state", state());
    failure(out, "failure", status.get("failure"));
    failure(out, "not reloaded", status.get("refused"));
    if (!died() && status.get("waiting") instanceof Map<?, ?> wait) {
      line(out, "waiting for", wait.get("for") + ": " + wait.get("because"));
      if (wait.get("code") != null) {
        line(out, "code", wait.get("code") + ", if time ran out now");
      }
      line(out, "budget", budget(seconds(wait.get("elapsedSeconds")), wait));
    }
    if (status.get("phase") != null && !DONE.contains(text("state"))) {
      line(out, "at", text("phase") + "/" + text("step"));
    }
    if (status.get("flaps") instanceof Number flaps && flaps.intValue() > 0) {
      line(out, "flaps", flaps.toString());
    }
    if (status.get("join") instanceof Map<?, ?> join) {
      line(out, "node", join.get("node") + " at " + join.get("apiServer"));
    }
    if (status.get("startedAt") != null) {
      line(out, "started", text("startedAt") + ", updated " + text("updatedAt"));
    }
    watch(out);
    steps(out);
    return out.toString();
  }

  /** What is wrong with the node by whoever watches it now, if anybody does. */
  private void watch(StringBuilder out) {
    if (!(status.get("watch") instanceof Map<?, ?> watch)
        || !(watch.get("findings") instanceof List<?> findings)) {
      return;
    }
    if (!writerLives(watch)) {
      line(out, "watch", "ended without a word; see journalctl -u nodeready-watch -n 50");
    } else if (findings.isEmpty()) {
      line(out, "watch", "all is well, since " + watch.get("startedAt"));
    }
    for (Object finding : findings) {
      failure(out, "watch", finding);
      if (finding instanceof Map<?, ?> fields) {
        line(out, "since", String.valueOf(fields.get("since")));
      }
    }
  }

  private static String budget(double gone, Map<?, ?> wait) {
    double left = seconds(wait.get("leftSeconds"));
    String bar = bar(gone, gone + left, BUDGET);
    String rest = "░".repeat(BUDGET - bar.length());
    return bar
        + rest
        + "  "
        + wait.get("elapsedSeconds")
        + " s gone, "
        + wait.get("leftSeconds")
        + " s left";
  }

  private static String bar(double part, double whole, int width) {
    double share = whole > 0 ? part / whole : 0;
    return "█".repeat((int) Math.round(Math.clamp(share, 0, 1) * width));
  }

  /** To the millisecond, in so many columns. */
  private static String told(@Nullable Object seconds, int width) {
    String text = Seconds.of(Duration.ofMillis(Math.round(seconds(seconds) * 1000)));
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private static double seconds(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  private static void failure(StringBuilder out, String name, @Nullable Object failure) {
    if (failure instanceof Map<?, ?> fields) {
      line(out, name, String.valueOf(fields.get("code")));
      line(out, "tried", "to " + fields.get("tried"));
      line(out, "happened", indented(String.valueOf(fields.get("happened"))));
      line(out, "remedy", String.valueOf(fields.get("remedy")));
      if (fields.get("causes") instanceof List<?> causes) {
        causes.forEach(each -> cause(out, each));
      }
    }
  }

  private static void cause(StringBuilder out, Object each) {
    if (each instanceof Map<?, ?> cause) {
      line(out, "cause", "%s (%s)".formatted(cause.get("code"), cause.get("confidence")));
      line(out, "what", indented(String.valueOf(cause.get("what"))));
      line(out, "remedy", String.valueOf(cause.get("remedy")));
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
        : text("state") + prospect();
  }

  /** What the exit code says beyond the state. */
  private String prospect() {
    boolean ended = status.get("exitCode") instanceof Number;
    return switch (ended ? exitCode() : ExitCode.DONE) {
      case ExitCode.RETRY -> ", and worth another try (exit code 75)";
      case ExitCode.FAILED -> ", and trying again will not help (exit code 1)";
      case ExitCode.CONFIG -> ", since the configuration is invalid (exit code 78)";
      default -> "";
    };
  }

  /** Each that ran, in order, with a bar where it took a part of the time that one can see. */
  private void steps(StringBuilder out) {
    List<Map<?, ?>> ran = ran();
    double longest = ran.stream().mapToDouble(step -> seconds(step.get("seconds"))).max().orElse(0);
    if (!ran.isEmpty()) {
      out.append("where the time went:\n");
    }
    for (Map<?, ?> step : ran) {
      out.append("  ").append(pad(step.get("phase") + "/" + step.get("name"), 26));
      out.append(pad(String.valueOf(step.get("outcome")), 10));
      out.append(told(step.get("seconds"), 9)).append(" s  ");
      out.append(pad(bar(seconds(step.get("seconds")), longest, LONGEST), LONGEST + 2));
      out.append(waited(step)).append(detail(step));
      out.append('\n');
    }
  }

  private List<Map<?, ?>> ran() {
    List<Map<?, ?>> ran = new ArrayList<>();
    if (status.get("steps") instanceof List<?> steps) {
      for (Object each : steps) {
        if (each instanceof Map<?, ?> step && !"skipped".equals(step.get("outcome"))) {
          ran.add(step);
        }
      }
    }
    return ran;
  }

  private static String waited(Map<?, ?> step) {
    boolean worthAWord = seconds(step.get("waitedSeconds")) >= 0.1;
    return worthAWord ? "waited " + told(step.get("waitedSeconds"), 0) + " s; " : "";
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
