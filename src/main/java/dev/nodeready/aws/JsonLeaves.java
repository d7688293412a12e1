package dev.nodeready.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the texts, numbers and truth values of a small JSON answer, each with its path. */
final class JsonLeaves {
  private static final int DEEPEST = 32;
  private static final int MOST = 10_000;

  private JsonLeaves() {}

  /**
   * The leaves by path; elements of arrays have their number as name. The first of equal names
   * counts.
   *
   * @throws IOException when it is no JSON object, or deeper or larger than any honest answer
   */
  static Map<List<String>, String> read(byte[] json) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    Map<List<String>, String> leaves = new LinkedHashMap<>();
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      object(parser, new ArrayList<>(), leaves);
    }
    return leaves;
  }

  private static void object(JsonParser parser, List<String> path, Map<List<String>, String> leaves)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      path.addLast(parser.currentName());
      parser.nextToken();
      value(parser, path, leaves);
      path.removeLast();
    }
  }

  private static void array(JsonParser parser, List<String> path, Map<List<String>, String> leaves)
      throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      path.addLast(Integer.toString(i));
      value(parser, path, leaves);
      path.removeLast();
    }
  }

  private static void value(JsonParser parser, List<String> path, Map<List<String>, String> leaves)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      object(parser, path, leaves);
    } else if (token == JsonToken.START_ARRAY) {
      array(parser, path, leaves);
    } else if (token != JsonToken.VALUE_NULL) {
      leaves.putIfAbsent(List.copyOf(path), parser.getText());
      if (leaves.size() > MOST) {
        throw new IOException("it has more than " + MOST + " values");
      }
    }
  }
}
