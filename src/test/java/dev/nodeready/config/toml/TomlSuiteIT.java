package dev.nodeready.config.toml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import dev.nodeready.tree.JsonReader;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Our reader against the language's own test suite. The list for TOML 1.1 is what counts: nodeadm's
 * parser takes all of its valid documents and refuses all of its invalid ones.
 */
class TomlSuiteIT {
  private static final String VERSION = "toml-test-v2.2.0";

  private Path suite;

  @BeforeEach
  void find() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    suite = base.resolve("nodeready-parts").resolve(VERSION);
    String message = "no " + suite + "; to get it: src/test/setup/22-toml-suite";
    Needs.that(Files.isDirectory(suite), message);
  }

  @Test
  void takes_every_valid_document_for_what_it_says() throws Exception {
    for (String list : List.of("files-toml-1.0.0", "files-toml-1.1.0")) {
      List<Path> documents = documents(list, "valid");
      assertThat(documents).hasSizeGreaterThan(200);
      for (Path document : documents) {
        Object expected = json(Path.of(document.toString().replace(".toml", ".json")));
        assertThat(isSame(TomlText.parse(Files.readString(document)), expected))
            .as(document.toString())
            .isTrue();
      }
    }
  }

  @Test
  void refuses_every_invalid_document() throws Exception {
    List<Path> documents = documents("files-toml-1.1.0", "invalid");
    assertThat(documents).hasSizeGreaterThan(400);
    List<Path> taken = new ArrayList<>();
    for (Path document : documents) {
      if (isTaken(document)) {
        taken.add(document);
      }
    }
    assertThat(taken).isEmpty();
  }

  private List<Path> documents(String list, String kind) throws IOException {
    return Files.readAllLines(suite.resolve(list)).stream()
        .filter(name -> name.startsWith(kind + "/") && name.endsWith(".toml"))
        .map(suite::resolve)
        .toList();
  }

  private static boolean isTaken(Path document) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(document);
      TomlText.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      return true;
    } catch (TomlException | java.nio.charset.CharacterCodingException refused) {
      return false;
    }
  }

  private static @Nullable Object json(Path file) throws Exception {
    return JsonReader.read(Files.readString(file), Place.of("", file.toString()), Notes.NONE)
        .plain();
  }

  /** The suite writes each value as its type and a text. */
  private static boolean isSame(@Nullable Object seen, @Nullable Object expected) {
    return switch (expected) {
      case Map<?, ?> map when map.get("type") instanceof String type && map.size() == 2 ->
          isSame(seen, type, String.valueOf(map.get("value")));
      case Map<?, ?> map ->
          seen instanceof Map<?, ?> table
              && table.keySet().equals(map.keySet())
              && map.keySet().stream().allMatch(key -> isSame(table.get(key), map.get(key)));
      case List<?> list -> seen instanceof List<?> items && areSame(items, list);
      case null, default -> false;
    };
  }

  private static boolean areSame(List<?> items, List<?> expected) {
    boolean same = items.size() == expected.size();
    for (int at = 0; same && at < items.size(); at++) {
      same = isSame(items.get(at), expected.get(at));
    }
    return same;
  }

  private static boolean isSame(@Nullable Object seen, String type, String text) {
    return switch (type) {
      case "string" -> text.equals(seen);
      case "integer" -> Long.valueOf(text).equals(seen);
      case "float" -> Double.valueOf(number(text)).equals(seen);
      case "bool" -> Boolean.valueOf(text).equals(seen);
      case "datetime" ->
          seen instanceof OffsetDateTime time && time.isEqual(OffsetDateTime.parse(text));
      case "datetime-local" ->
          seen instanceof LocalDateTime time && time.equals(LocalDateTime.parse(text));
      case "date-local" -> LocalDate.parse(text).equals(seen);
      case "time-local" -> LocalTime.parse(text).equals(seen);
      default -> throw new AssertionError("a type of its own: " + type);
    };
  }

  private static String number(String text) {
    return text.replace("inf", "Infinity").replace("nan", "NaN").replace("+NaN", "NaN");
  }
}
