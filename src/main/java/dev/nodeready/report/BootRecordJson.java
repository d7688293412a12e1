package dev.nodeready.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Timestamp;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a {@link BootRecord} as the JSON of the status file. */
final class BootRecordJson {
  /** One for all writes: each new one makes tables of names that only a reader needs. */
  private static final JsonFactory JSON = new JsonFactory();

  private BootRecordJson() {}

  static String write(BootRecord record) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      head(json, record);
      waiting(json, record.waiting());
      steps(json, record);
      failure(json, "failure", record.failure());
      json.writeNumberField("flaps", record.flaps());
      join(json, record.join());
      failure(json, "refused", record.refused());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void head(JsonGenerator json, BootRecord record) throws IOException {
    json.writeNumberField("schema", BootRecord.SCHEMA);
    json.writeStringField("bootId", record.bootId());
    json.writeStringField("version", record.version());
    json.writeObjectFieldStart("process");
    json.writeNumberField("pid", record.process().pid());
    json.writeStringField("started", record.process().started());
    json.writeEndObject();
    json.writeStringField("startedAt", Timestamp.of(record.startedAt()));
    json.writeStringField("updatedAt", Timestamp.of(record.updatedAt()));
    json.writeStringField("state", record.state().word());
    if (record.state() == BootRecord.State.RUNNING) {
      json.writeNullField("exitCode");
    } else {
      json.writeNumberField("exitCode", record.exitCode());
    }
    json.writeStringField("phase", record.phase());
    json.writeStringField("step", record.step());
  }

  private static void waiting(JsonGenerator json, BootRecord.@Nullable Waiting waiting)
      throws IOException {
    if (waiting == null) {
      json.writeNullField("waiting");
      return;
    }
    json.writeObjectFieldStart("waiting");
    json.writeStringField("for", waiting.subject());
    json.writeStringField("because", waiting.because());
    json.writeStringField("code", waiting.code().isEmpty() ? null : waiting.code());
    seconds(json, "elapsedSeconds", waiting.elapsed());
    seconds(json, "leftSeconds", waiting.left());
    json.writeEndObject();
  }

  private static void steps(JsonGenerator json, BootRecord record) throws IOException {
    json.writeArrayFieldStart("steps");
    for (BootRecord.StepRecord step : record.steps()) {
      json.writeStartObject();
      json.writeStringField("phase", step.phase());
      json.writeStringField("name", step.name());
      json.writeStringField("outcome", step.outcome());
      json.writeStringField("startedAt", Timestamp.of(step.startedAt()));
      seconds(json, "seconds", step.took());
      json.writeNumberField("attempts", step.attempts());
      seconds(json, "waitedSeconds", step.waited());
      json.writeStringField("detail", step.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void failure(JsonGenerator json, String name, @Nullable Failure failure)
      throws IOException {
    if (failure == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Object> member : failure.members().entrySet()) {
      json.writeFieldName(member.getKey());
      value(json, member.getValue());
    }
    json.writeEndObject();
  }

  /** The generator alone writes no lists and maps. */
  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case List<?> list -> {
        json.writeStartArray();
        for (Object one : list) {
          value(json, one);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          value(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case null, default -> json.writeObject(value);
    }
  }

  private static void join(JsonGenerator json, Map<String, String> join) throws IOException {
    if (join.isEmpty()) {
      json.writeNullField("join");
      return;
    }
    json.writeObjectFieldStart("join");
    for (String name : BootRecord.JOIN) {
      json.writeStringField(name, join.get(name));
    }
    json.writeEndObject();
  }

  private static void seconds(JsonGenerator json, String name, Duration time) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Seconds.of(time));
  }
}
