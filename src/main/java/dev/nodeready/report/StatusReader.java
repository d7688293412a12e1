package dev.nodeready.report;

import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a status file as plain maps, lists, texts, numbers and booleans, so that newer fields do no
 * harm.
 */
public final class StatusReader {
  private static final int MOST_BYTES = 4 << 20;

  private StatusReader() {}

  /**
   * The text of the file, or null when there is none.
   *
   * @throws IOException when it is there and cannot be read
   */
  public static @Nullable String text(Path file) throws IOException {
    // Whoever opens a pipe waits for its writer.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is no regular file");
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * The fields of a status file.
   *
   * @throws IOException when the text is no JSON object, that of something else, or of a newer
   *     version that has given fields another meaning
   */
  public static Map<String, @Nullable Object> parse(String text) throws IOException {
    Map<String, @Nullable Object> status = JsonObject.read(text, "status");
    if (!(status.get("schema") instanceof Number schema)
        || !(status.get("state") instanceof String)) {
      throw new IOException("it is no status of nodeready: those have a schema and a state");
    }
    if (schema.longValue() > BootRecord.SCHEMA) {
      String version = status.get("version") instanceof String written ? written : "";
      throw new NewerShapeException(version, "status", schema.longValue(), BootRecord.SCHEMA);
    }
    return status;
  }
}
