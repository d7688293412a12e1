package dev.nodeready.dropin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a tree as TOML in styles that people and programs have. */
final class OddToml {
  private final Draw draw;
  private final StringBuilder text = new StringBuilder();
  private final boolean returns;

  OddToml(long style) {
    draw = new Draw(style);
    returns = draw.oneIn(6);
  }

  String write(Map<String, ?> tree) {
    table("", tree);
    return returns ? text.toString().replace("\n", "\r\n") : text.toString();
  }

  private void table(String path, Map<String, ?> table) {
    table.forEach((key, value) -> {
      if (!(value instanceof Map<?, ?>) || path.length() > 60) {
        text.append(key(key)).append(draw.of(" = ", "=", "\t=  ")).append(inline(value));
        text.append(draw.of("\n", "\n", " # remark\n", "\n\n"));
      }
    });
    table.forEach((key, value) -> {
      if (value instanceof Map<?, ?> inner && path.length() <= 60) {
        String at = path + key(key);
        text.append(draw.of("", "  ")).append('[').append(at).append("]\n");
        table(at + ".", cast(inner));
      }
    });
  }

  @SuppressWarnings("unchecked") // tables have text keys by construction
  private static Map<String, ?> cast(Map<?, ?> table) {
    return (Map<String, ?>) table;
  }

  private String key(String key) {
    boolean bare = key.matches("[A-Za-z0-9_-]+");
    return bare && !draw.oneIn(5)
        ? key
        : draw.oneIn(2) && isLiteral(key) ? "'" + key + "'" : basic(key);
  }

  private String inline(Object value) {
    return switch (value) {
      case String string -> string(string);
      case Long number -> number(number);
      case Map<?, ?> table ->
          table.entrySet().stream()
              .map(member -> key((String) member.getKey()) + " = " + inline(member.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream()
              .map(this::inline)
              .collect(Collectors.joining(draw.of(", ", ",\n  "), "[", draw.of("]", " ]")));
      default -> String.valueOf(value);
    };
  }

  private String number(long number) {
    boolean hex = number >= 0 && draw.oneIn(4);
    return hex
        ? "0x" + Long.toHexString(number)
        : number > 9 && draw.oneIn(4) ? number / 10 + "_" + number % 10 : Long.toString(number);
  }

  private String string(String string) {
    return switch (draw.below(4)) {
      case 0 -> isLiteral(string) ? "'" + string + "'" : basic(string);
      case 1 -> "\"\"\"" + draw.of("", "\n") + escaped(string, true) + "\"\"\"";
      case 2 -> "\"\"\"\\\n   " + escaped(string, false).replaceFirst("^ ", "\\\\u0020") + "\"\"\"";
      default -> basic(string);
    };
  }

  private static boolean isLiteral(String string) {
    return string.chars().noneMatch(c -> c == '\'' || c < ' ');
  }

  private String basic(String string) {
    return '"' + escaped(string, false) + '"';
  }

  private String escaped(String string, boolean lines) {
    StringBuilder escaped = new StringBuilder();
    string
        .codePoints()
        .forEach(c -> {
          if (c == '\n' && lines && !returns && !escaped.isEmpty()) {
            escaped.append('\n');
          } else if (c == '"' || c == '\\') {
            escaped.append('\\').appendCodePoint(c);
          } else if (c < ' ' || draw.oneIn(40)) {
            escaped.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04X".formatted(c));
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }
}
