package dev.nodeready.tree;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what programs write for programs: answers, records, state. Nobody corrects these by hand,
 * so no value has a place. The parser is not the one of {@link dev.nodeready.tree.JsonReader},
 * whose first use has the JDK compute the powers of five up to 5^65536 ({@code BigDecimal}): 20 ms
 * of each boot, before the node's configuration is known.
 */
public final class JsonObject {
  private static final int LONGEST_NUMBER = 400;

  private final JsonReader parser;
  private final Origin whole;
  private long values;

  private JsonObject(JsonReader parser, Origin whole) {
    this.parser = parser;
    this.whole = whole;
  }

  /**
   * The members of a text that is one JSON object, as plain values: map, list, text, boolean, long,
   * double or null. Of equal names the last counts.
   *
   * @param document what to call the text
   * @throws TextException when it is no JSON object, more follows, or a limit is broken
   */
  public static Map<String, @Nullable Object> read(String text, String document)
      throws TextException {
    return read(text, document, JsonObject::onlyObject);
  }

  /**
   * The same of a text that may be a value of any kind.
   *
   * @throws TextException when it is no JSON, more follows, or a limit is broken
   */
  public static @Nullable Object readValue(String text, String document) throws TextException {
    return read(text, document, JsonObject::value);
  }

  private static <T extends @Nullable Object> T read(String text, String document, Kind<T> kind)
      throws TextException {
    Origin whole = Place.of(document, document).whole();
    if (text.length() > Limits.LENGTH) {
      throw new TextException(whole, "the text is longer than 10 MiB");
    }
    try (JsonReader parser = new JsonReader(new StringReader(text))) {
      parser.setStrictness(Strictness.STRICT);
      parser.setNestingLimit(Limits.DEPTH);
      T value = kind.of(new JsonObject(parser, whole));
      if (parser.peek() != JsonToken.END_DOCUMENT) {
        throw new TextException(whole, "more follows after the JSON value");
      }
      return value;
    } catch (TextException e) {
      throw e;
    } catch (EOFException e) {
      throw new TextException(whole, "the text ends in the middle of a value");
    } catch (IOException e) {
      throw new TextException(whole, said(e));
    }
  }

  /** The parser's own words, without the link to its manual and the way to be less strict. */
  private static String said(IOException e) {
    String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    int place = words.indexOf(" at line ");
    return words.startsWith("Use JsonReader.") && place > 0
        ? "it is no JSON" + words.substring(place)
        : words;
  }

  private Map<String, @Nullable Object> onlyObject() throws IOException {
    if (parser.peek() != JsonToken.BEGIN_OBJECT) {
      throw new TextException(whole, "it is no JSON object");
    }
    return object();
  }

  private Map<String, @Nullable Object> object() throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    parser.beginObject();
    while (parser.hasNext()) {
      members.put(parser.nextName(), value());
    }
    parser.endObject();
    return members;
  }

  private List<@Nullable Object> list() throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    parser.beginArray();
    while (parser.hasNext()) {
      items.add(value());
    }
    parser.endArray();
    return items;
  }

  private @Nullable Object value() throws IOException {
    values++;
    if (values > Limits.VALUES) {
      throw new TextException(whole, "the document holds more than " + Limits.VALUES + " values");
    }
    return switch (parser.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> list();
      case STRING -> parser.nextString();
      case NUMBER -> number(parser.nextString());
      case BOOLEAN -> parser.nextBoolean();
      case NULL -> nothing();
      case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
          throw new TextException(whole, "a JSON value is missing");
    };
  }

  private @Nullable Object nothing() throws IOException {
    parser.nextNull();
    return null;
  }

  private Object number(String text) throws TextException {
    if (text.length() > LONGEST_NUMBER) {
      throw new TextException(whole, "a number has more than " + LONGEST_NUMBER + " digits");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notWhole) {
      return Double.parseDouble(text);
    }
  }

  /** What the text has to be. */
  private interface Kind<T extends @Nullable Object> {
    T of(JsonObject text) throws IOException;
  }
}
