package dev.nodeready.cri;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * What a verbose {@code Status} tells of the runtime's configuration; each field is empty where it
 * tells nothing.
 *
 * @param sandboxImage what containerd 1.x starts pods with; containerd 2.x does not tell
 * @param snapshotter where CRI keeps unpacked images
 * @param root containerd's folder for what survives a restart
 */
public record VerboseConfig(String sandboxImage, String snapshotter, String root) {
  /** Nothing told. */
  public static final VerboseConfig NONE = new VerboseConfig("", "", "");

  private static final int DEEPEST = 64;

  /**
   * Reads the JSON text under {@code config} of a verbose status.
   *
   * @return {@link #NONE} when it is not JSON: a runtime may put there what it likes
   */
  static VerboseConfig parse(String json) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    try (JsonParser parser = factory.createParser(json)) {
      return read(parser);
    } catch (IOException e) {
      return NONE;
    }
  }

  private static VerboseConfig read(JsonParser parser) throws IOException {
    String image = "";
    String snapshotter = "";
    String root = "";
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return NONE;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "sandboxImage" -> image = text(parser);
        case "containerdRootDir" -> root = text(parser);
        case "snapshotter" -> snapshotter = text(parser);
        case "containerd" -> snapshotter = inner(parser, snapshotter);
        default -> parser.skipChildren();
      }
    }
    return new VerboseConfig(image, snapshotter, root);
  }

  private static String inner(JsonParser parser, String otherwise) throws IOException {
    String found = otherwise;
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      return found;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("snapshotter");
      parser.nextToken();
      String value = text(parser);
      found = wanted && !value.isEmpty() ? value : found;
    }
    return found;
  }

  private static String text(JsonParser parser) throws IOException {
    String text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
    parser.skipChildren();
    return text;
  }
}
