package dev.nodeready.records;

import dev.nodeready.host.ProcessId;
import dev.nodeready.report.NewerShapeException;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a record. A line that is torn, or of a kind that this version does not know,
 * is passed over, and so is a field.
 */
final class StoryReader {
  private static final Fields NOTHING = empty();

  /** Digits of a time; those of a {@code long} of nanoseconds are 19. */
  private static final int LONGEST_TIME = 40;

  private final int number;
  private final List<OpenStep> steps = new ArrayList<>();
  private Fields head = NOTHING;
  private Duration began = Duration.ZERO;
  private Duration last = Duration.ZERO;
  private Story.@Nullable Verdict verdict;
  private Story.@Nullable Machine machine;

  private StoryReader(int number) {
    this.number = number;
  }

  private static Fields empty() {
    try {
      return Fields.ofJson("{}");
    } catch (TextException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What a record tells.
   *
   * @throws NewerShapeException where a newer version has given lines another meaning
   */
  static Story read(int number, String text) throws NewerShapeException {
    StoryReader reader = new StoryReader(number);
    for (String line : text.split("\n", -1)) {
      reader.line(fields(line));
    }
    int schema = whole(reader.head.text("schema"));
    if (schema > RecordLines.SCHEMA) {
      throw new NewerShapeException(
          reader.head.text("version"), "record", schema, RecordLines.SCHEMA);
    }
    return reader.story();
  }

  /** None in a line that was torn. */
  private static Fields fields(String line) {
    try {
      return line.isBlank() ? NOTHING : Fields.ofJson(line);
    } catch (TextException torn) {
      return NOTHING;
    }
  }

  private void line(Fields line) {
    Duration up = time(line, "up");
    String event = line.text("event");
    switch (event) {
      case "run" -> {
        head = line;
        began = up;
      }
      case "step" -> steps.add(new OpenStep(line.text("phase"), line.text("step"), up));
      case "ended" -> stepOf(line, up).end(line, up);
      case "wait" -> stepOf(line, up).waits(line, up);
      case "resumed" -> stepOf(line, up).resumed(up);
      case "attempt" -> stepOf(line, up).mark("attempt", line.text("number"), up);
      case "note", "flap" -> stepOf(line, up).mark(event, line.text("text"), up);
      case "verdict" -> verdict = verdict(line, up);
      case "machine" -> machine = machine(line);
      default -> {}
    }
    // What is heard of systemd comes behind the end.
    last = event.equals("machine") || up.compareTo(last) < 0 ? last : up;
  }

  /** The step that a line is about, which is the last one unless its beginning was lost. */
  private OpenStep stepOf(Fields line, Duration up) {
    String phase = line.text("phase");
    String name = line.text("step");
    if (!steps.isEmpty() && steps.getLast().is(phase, name)) {
      return steps.getLast();
    }
    Duration took = time(line, "seconds");
    OpenStep step = new OpenStep(phase, name, up.minus(took));
    steps.add(step);
    return step;
  }

  private static Story.Verdict verdict(Fields line, Duration up) {
    return new Story.Verdict(
        line.text("state"),
        whole(line.text("exitCode")),
        up,
        line.text("failure", "code"),
        line.text("failure", "happened"),
        line.text("failure", "remedy"),
        line.list("failure", "causes").stream().map(StoryReader::cause).toList());
  }

  private static Story.Behind cause(Fields cause) {
    return new Story.Behind(
        cause.text("code"), cause.text("confidence"), cause.text("what"), cause.text("remedy"));
  }

  private static Story.Machine machine(Fields line) {
    Map<String, Duration> stages = new LinkedHashMap<>();
    Fields named = line.at("stages");
    named.names().forEach(stage -> stages.put(stage, time(named, stage)));
    List<Story.UnitSpan> units = new ArrayList<>();
    for (Fields unit : line.list("units")) {
      Duration active = time(unit, "active");
      units.add(
          new Story.UnitSpan(
              unit.text("unit"), time(unit, "started"), active.isZero() ? null : active));
    }
    return new Story.Machine(line.flag("ownKernel"), stages, List.copyOf(units));
  }

  private Story story() {
    Duration end = last;
    long pid = whole(head.text("process", "pid"));
    return new Story(
        number,
        head.text("kind"),
        head.text("command"),
        head.text("bootId"),
        head.text("version"),
        pid == 0 ? null : new ProcessId(pid, head.text("process", "started")),
        instant(head.text("at")),
        began,
        steps.stream().map(step -> step.closed(end)).toList(),
        verdict,
        machine,
        end,
        List.of());
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Duration time(Fields line, String name) {
    String text = line.text(name);
    try {
      return text.length() > LONGEST_TIME ? Duration.ZERO : time(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /** In seconds; to write out one of a billion digits would take the memory of a machine. */
  private static Duration time(BigDecimal seconds) {
    long digits = (long) seconds.precision() - seconds.scale();
    return digits > LONGEST_TIME || seconds.scale() > LONGEST_TIME
        ? Duration.ZERO
        : Duration.ofNanos(seconds.movePointRight(9).toBigInteger().longValueExact());
  }

  /** A step whose end may still come. */
  private static final class OpenStep {
    private final String phase;
    private final String name;
    private final Duration began;
    private final List<Story.WaitSpan> waits = new ArrayList<>();
    private final List<Story.Mark> marks = new ArrayList<>();
    private @Nullable Duration ended;
    private String outcome = "";
    private String detail = "";
    private int attempts;
    private Story.@Nullable WaitSpan wait;

    private OpenStep(String phase, String name, Duration began) {
      this.phase = phase;
      this.name = name;
      this.began = began;
    }

    /** Whether it goes on under this name. */
    private boolean is(String inPhase, String step) {
      return phase.equals(inPhase) && name.equals(step) && ended == null;
    }

    private void waits(Fields line, Duration up) {
      String subject = line.text("for");
      String because = line.text("because");
      if (wait != null && wait.subject().equals(subject) && wait.because().equals(because)) {
        return;
      }
      resumed(up);
      wait = new Story.WaitSpan(subject, because, up, up);
    }

    private void resumed(Duration up) {
      if (wait != null) {
        waits.add(new Story.WaitSpan(wait.subject(), wait.because(), wait.from(), up));
        wait = null;
      }
    }

    private void mark(String kind, String text, Duration up) {
      marks.add(new Story.Mark(kind, up, text));
    }

    private void end(Fields line, Duration up) {
      resumed(up);
      ended = up;
      outcome = line.text("outcome");
      detail = line.text("detail");
      attempts = whole(line.text("attempts"));
    }

    private Story.StepSpan closed(Duration end) {
      resumed(end);
      int counted = (int) marks.stream().filter(mark -> mark.kind().equals("attempt")).count();
      return new Story.StepSpan(
          phase,
          name,
          began,
          ended,
          outcome,
          Math.max(attempts, counted),
          detail,
          List.copyOf(waits),
          List.copyOf(marks));
    }
  }
}
