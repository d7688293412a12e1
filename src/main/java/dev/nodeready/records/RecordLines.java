package dev.nodeready.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Event;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.Seconds;
import dev.nodeready.systemd.BootTimes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Events as lines of a record. Their shape is versioned and documented. */
final class RecordLines {
  /** The version of the shape. */
  static final int SCHEMA = 1;

  /** What goes on waiting for the same reason is news again only so often. */
  private static final Duration REMINDER = Duration.ofSeconds(30);

  private static final int LONGEST_TEXT = 2000;

  private final JsonFactory factory = new JsonFactory();
  private final String kind;
  private final String command;
  private final UnaryOperator<String> redact;
  private BootRecord record;
  private String toldWait = "";
  private Instant toldAt = Instant.MIN;

  RecordLines(BootRecord start, String kind, String command, UnaryOperator<String> redact) {
    record = start;
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
    return line(
        "run",
        up,
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("number", number);
          json.writeStringField("kind", kind);
          json.writeStringField("command", command);
          json.writeStringField("bootId", record.bootId());
          json.writeStringField("version", record.version());
          json.writeObjectFieldStart("process");
          json.writeNumberField("pid", record.process().pid());
          json.writeStringField("started", record.process().started());
          json.writeEndObject();
          json.writeStringField("at", record.startedAt().toString());
        });
  }

  /** The line of an event that happened so long after the kernel's start. */
  String line(Event event, long up) {
    record = record.after(event);
    return switch (event) {
      case Event.PlanStarted _ -> line("plan", up, _ -> {});
      case Event.StepStarted e -> line("step", up, e.phase(), e.step(), _ -> {});
      case Event.StepWaiting e -> line("wait", up, e.phase(), e.step(), json -> wait(json, e));
      case Event.StepResumed e -> line("resumed", up, e.phase(), e.step(), _ -> {});
      case Event.StepAttempted e ->
          line(
              "attempt",
              up,
              e.phase(),
              e.step(),
              json -> json.writeNumberField("number", e.number()));
      case Event.StepNoted e ->
          line("note", up, e.phase(), e.step(), json -> text(json, "text", e.text()));
      case Event.Found e -> line("found", up, e.phase(), e.step(), json -> facts(json, e.facts()));
      case Event.Flapped e ->
          line("flap", up, e.phase(), e.step(), json -> text(json, "text", e.what()));
      case Event.StepEnded e -> line("ended", up, e.phase(), e.step(), json -> ended(json, e));
      case Event.PlanEnded e -> line("verdict", up, json -> verdict(json, e.at()));
    };
  }

  /** What systemd knows of the boot before and beside this one. */
  String machine(BootTimes times, long up) {
    return line(
        "machine",
        up,
        json -> {
          json.writeBooleanField("ownKernel", times.ownKernel());
          json.writeObjectFieldStart("stages");
          for (Map.Entry<String, Duration> stage : times.stages().entrySet()) {
            seconds(json, stage.getKey(), stage.getValue().toNanos());
          }
          json.writeEndObject();
          json.writeArrayFieldStart("units");
          for (BootTimes.UnitTimes unit : times.units()) {
            json.writeStartObject();
            json.writeStringField("unit", unit.unit());
            seconds(json, "started", unit.started().toNanos());
            if (!unit.active().isZero()) {
              seconds(json, "active", unit.active().toNanos());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private void wait(JsonGenerator json, Event.StepWaiting e) throws IOException {
    text(json, "for", e.subject());
    text(json, "because", e.because());
    seconds(json, "left", e.left().toNanos());
  }

  private void facts(JsonGenerator json, Map<String, String> facts) throws IOException {
    json.writeObjectFieldStart("facts");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      text(json, fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
  }

  private void ended(JsonGenerator json, Event.StepEnded e) throws IOException {
    json.writeStringField("outcome", e.outcome().word());
    seconds(json, "seconds", e.took().toNanos());
    json.writeNumberField("attempts", e.attempts());
    seconds(json, "waited", e.waited().toNanos());
    text(json, "detail", e.outcome().detail());
  }

  private void verdict(JsonGenerator json, Instant at) throws IOException {
    json.writeStringField("at", at.toString());
    json.writeStringField("state", record.state().word());
    json.writeNumberField("exitCode", record.exitCode());
    json.writeNumberField("flaps", record.flaps());
    failure(json, record.failure());
  }

  private void failure(JsonGenerator json, @Nullable Failure failure) throws IOException {
    if (failure == null) {
      return;
    }
    json.writeObjectFieldStart("failure");
    json.writeStringField("code", failure.code().name());
    json.writeBooleanField("permanent", failure.permanent());
    text(json, "tried", failure.tried());
    text(json, "happened", failure.happened());
    text(json, "remedy", failure.remedy());
    json.writeArrayFieldStart("causes");
    for (Cause cause : failure.causes()) {
      json.writeStartObject();
      json.writeStringField("code", cause.code().name());
      json.writeStringField("confidence", cause.confidence());
      text(json, "what", cause.what());
      text(json, "remedy", cause.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void text(JsonGenerator json, String name, String text) throws IOException {
    String whole = redact.apply(text);
    json.writeStringField(
        name, whole.length() > LONGEST_TEXT ? whole.substring(0, LONGEST_TEXT) + "…" : whole);
  }

  private String line(String event, long up, String phase, String step, Members more) {
    return line(
        event,
        up,
        json -> {
          json.writeStringField("phase", phase);
          json.writeStringField("step", step);
          more.write(json);
        });
  }

  private String line(String event, long up, Members more) {
    StringWriter text = new StringWriter(256);
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      seconds(json, "up", up);
      json.writeStringField("event", event);
      more.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** In seconds, to the microsecond. */
  private static void seconds(JsonGenerator json, String name, long nanos) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Seconds.ofNanos(nanos));
  }

  /** Writes what an event has of its own. */
  @FunctionalInterface
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }
}
