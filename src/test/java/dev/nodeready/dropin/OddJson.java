package dev.nodeready.dropin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a tree as JSON, which is YAML too, in odd styles. */
final class OddJson {
  private final Draw draw;
  private final boolean spaced;

  OddJson(Draw draw) {
    this.draw = draw;
    spaced = draw.oneIn(2);
  }

  String write(@Nullable Object value) {
    return switch (value) {
      case Said said -> quoted(said.text());
      case String text -> quoted(text);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(member -> quoted((String) member.getKey()) + colon() + write(member.getValue()))
              .collect(Collectors.joining(comma(), "{", "}"));
      case List<?> list ->
          list.stream().map(this::write).collect(Collectors.joining(comma(), "[", "]"));
      case null, default -> String.valueOf(value);
    };
  }

  private String comma() {
    return spaced ? draw.of(", ", ",\n  ", " , ") : ",";
  }

  private String colon() {
    return spaced ? draw.of(": ", " : ") : ":";
  }

  String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> quoted.append('\\').append((char) c);
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append(draw.of("\\t", "\\u0009"));
            default -> {
              if (c < ' ' || (draw.oneIn(60) && c < 0x80)) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
