package dev.nodeready.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.nodeready.tree.Value.Arr;
import dev.nodeready.tree.Value.Member;
import dev.nodeready.tree.Value.Obj;
import dev.nodeready.tree.Value.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text that people write, by the rules of JSON alone, with the place of each value;
 * what programs write for programs is read by {@link JsonObject}.
 */
public final class JsonReader {
  private static final String MISSING = "a JSON value is missing";
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(Limits.DEPTH)
          .maxStringLength(Limits.LENGTH)
          .maxNumberLength(400)
          .build();

  private final JsonParser parser;

  /** Where the parser was, in words of its own; the origin of what is told says it better. */
  private static final String PARSERS_PLACE =
      "\\s*\\((?:start marker at )?\\[Source[^\\])]*\\)?[^\\])]*\\]\\)?";

  private final Place place;
  private final Notes notes;
  private long values;

  private JsonReader(JsonParser parser, Place place, Notes notes) {
    this.parser = parser;
    this.place = place;
    this.notes = notes;
  }

  /**
   * Reads a text that is one JSON value.
   *
   * @throws TextException when it is no JSON, more follows, or a limit is broken
   */
  public static Value read(String text, Place place, Notes notes) throws TextException {
    if (text.length() > Limits.LENGTH) {
      throw new TextException(place.whole(), "the text is longer than 10 MiB");
    }
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    try (JsonParser parser = factory.createParser(text)) {
      return new JsonReader(parser, place, notes).whole();
    } catch (TextException e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw new TextException(origin(place, e.getLocation()), message(e));
    } catch (IOException e) {
      throw new TextException(place.whole(), String.valueOf(e.getMessage()));
    }
  }

  /** The parser repeats the word that it stumbled over, and that may be a secret. */
  private static String message(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Unrecognized token")) {
      return "a word that is no JSON value; a text stands in double quotes";
    }
    return e instanceof JsonEOFException
        ? "the text ends in the middle of a value"
        : message.replaceAll(PARSERS_PLACE, "");
  }

  private Value whole() throws IOException {
    Value value = value(parser.nextToken());
    if (parser.nextToken() != null) {
      throw new TextException(here(), "more follows after the JSON value");
    }
    return value;
  }

  private Value value(@Nullable JsonToken token) throws IOException {
    Origin origin = here();
    values++;
    if (values > Limits.VALUES) {
      throw new TextException(origin, "the document holds more than " + Limits.VALUES + " values");
    }
    if (token == null) {
      throw new TextException(origin, MISSING);
    }
    // No case null: it would be linked at first use, for 20 ms of each start of a short command.
    return switch (token) {
      case START_OBJECT -> object(origin);
      case START_ARRAY -> list(origin);
      case VALUE_STRING -> new Scalar(parser.getText(), origin);
      case VALUE_TRUE -> new Scalar(true, origin);
      case VALUE_FALSE -> new Scalar(false, origin);
      case VALUE_NULL -> new Scalar(null, origin);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(number(), origin);
      default -> throw new TextException(origin, MISSING);
    };
  }

  private Object number() throws IOException {
    String text = parser.getText();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notWhole) {
      return Double.parseDouble(text);
    }
  }

  private Obj object(Origin origin) throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Origin at = here();
      Member first = members.put(key, new Member(at, value(parser.nextToken())));
      if (first != null) {
        notes.duplicateKey(key, at, first.key());
      }
    }
    return Obj.of(members, origin);
  }

  private Arr list(Origin origin) throws IOException {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return Arr.of(items, origin);
  }

  private Origin here() {
    return origin(place, parser.currentTokenLocation());
  }

  private static Origin origin(Place place, JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? place.whole()
        : place.at(at.getLineNr(), at.getColumnNr());
  }
}
