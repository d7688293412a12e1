package dev.nodeready.records;

import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Event;
import dev.nodeready.report.BootRecord;
import dev.nodeready.retry.Timestamp;
import dev.nodeready.systemd.BootTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Events as lines of a record. Their shape is versioned and documented. */
final class RecordLines {
  /** The version of the shape. */
  static final int SCHEMA = 1;

  /** What goes on waiting for the same reason is news again only so often. */
  private static final Duration REMINDER = Duration.ofSeconds(30);

  private static final int LONGEST_TEXT = 2000;

  private final String kind;
  private final String command;
  private final UnaryOperator<String> redact;
  private final BootRecord start;
  private int flaps;
  private String toldWait = "";
  private Instant toldAt = Instant.MIN;

  RecordLines(BootRecord start, String kind, String command, UnaryOperator<String> redact) {
    this.start = start;
    this.kind = kind;
    this.command = command;
    this.redact = redact;
  }

  /** Whether it says something that the line before did not; called once for each event. */
  boolean worthALine(Event event) {
    if (event instanceof Event.StepWaiting wait) {
      boolean news = !wait.kind().equals(toldWait) || !wait.at().isBefore(toldAt.plus(REMINDER));
      if (news) {
        toldWait = wait.kind();
        toldAt = wait.at();
      }
      return news;
    }
    boolean stillWaits = event instanceof Event.StepNoted || event instanceof Event.Found;
    toldWait = stillWaits ? toldWait : "";
    return true;
  }

  /** The first line: whose record it is. */
  String head(int number, long up) {
    return begun("run", up)
        .number("schema", SCHEMA)
        .number("number", number)
        .text("kind", kind)
        .text("command", command)
        .text("bootId", start.bootId())
        .text("version", start.version())
        .object("process")
        .number("pid", start.process().pid())
        .text("started", start.process().started())
        .endObject()
        .text("at", Timestamp.of(start.startedAt()))
        .whole();
  }

  /** The line of an event that happened so long after the kernel's start. */
  String line(Event event, long up) {
    JsonLine line =
        switch (event) {
          case Event.PlanStarted _ -> begun("plan", up);
          case Event.StepStarted e -> begun("step", up, e.phase(), e.step());
          case Event.StepWaiting e -> wait(begun("wait", up, e.phase(), e.step()), e);
          case Event.StepResumed e -> begun("resumed", up, e.phase(), e.step());
          case Event.StepAttempted e ->
              begun("attempt", up, e.phase(), e.step()).number("number", e.number());
          case Event.StepNoted e ->
              begun("note", up, e.phase(), e.step()).text("text", told(e.text()));
          case Event.Found e -> facts(begun("found", up, e.phase(), e.step()), e.facts());
          case Event.Flapped e -> flapped(begun("flap", up, e.phase(), e.step()), e);
          case Event.StepEnded e -> ended(begun("ended", up, e.phase(), e.step()), e);
          case Event.PlanEnded e -> verdict(begun("verdict", up), e);
        };
    return line.whole();
  }

  /** What systemd knows of the boot before and beside this one. */
  String machine(BootTimes times, long up) {
    JsonLine line = begun("machine", up).truth("ownKernel", times.ownKernel()).object("stages");
    times.stages().forEach((stage, time) -> line.seconds(stage, time.toNanos()));
    line.endObject().list("units");
    for (BootTimes.UnitTimes unit : times.units()) {
      line.item().text("unit", unit.unit()).seconds("started", unit.started().toNanos());
      if (!unit.active().isZero()) {
        line.seconds("active", unit.active().toNanos());
      }
      line.endObject();
    }
    return line.endList().whole();
  }

  private JsonLine wait(JsonLine line, Event.StepWaiting e) {
    line.text("for", told(e.subject())).text("because", told(e.because()));
    return (e.code().isEmpty() ? line : line.text("code", e.code()))
        .seconds("left", e.left().toNanos());
  }

  private JsonLine facts(JsonLine line, Map<String, String> facts) {
    line.object("facts");
    facts.forEach((name, value) -> line.text(name, told(value)));
    return line.endObject();
  }

  private JsonLine flapped(JsonLine line, Event.Flapped e) {
    flaps++;
    return line.text("text", told(e.what()));
  }

  private JsonLine ended(JsonLine line, Event.StepEnded e) {
    return line.text("outcome", e.outcome().word())
        .seconds("seconds", e.took().toNanos())
        .number("attempts", e.attempts())
        .seconds("waited", e.waited().toNanos())
        .text("detail", told(e.outcome().detail()));
  }

  private JsonLine verdict(JsonLine line, Event.PlanEnded e) {
    BootRecord end = start.after(e);
    line.text("at", Timestamp.of(e.at()))
        .text("state", end.state().word())
        .number("exitCode", end.exitCode())
        .number("flaps", flaps);
    Failure failure = end.failure();
    return failure == null ? line : failure(line, failure);
  }

  private JsonLine failure(JsonLine line, Failure failure) {
    line.object("failure")
        .text("code", failure.code().name())
        .truth("permanent", failure.permanent())
        .text("tried", told(failure.tried()))
        .text("happened", told(failure.happened()))
        .text("remedy", told(failure.remedy()))
        .list("causes");
    for (Cause cause : failure.causes()) {
      line.item()
          .text("code", cause.code().name())
          .text("confidence", cause.confidence())
          .text("what", told(cause.what()))
          .text("remedy", told(cause.remedy()))
          .endObject();
    }
    return line.endList().endObject();
  }

  private String told(String text) {
    String whole = redact.apply(text);
    return whole.length() > LONGEST_TEXT ? whole.substring(0, LONGEST_TEXT) + "…" : whole;
  }

  private static JsonLine begun(String event, long up, String phase, String step) {
    return begun(event, up).text("phase", phase).text("step", step);
  }

  private static JsonLine begun(String event, long up) {
    return new JsonLine().seconds("up", up).text("event", event);
  }
}
