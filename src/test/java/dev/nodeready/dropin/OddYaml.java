package dev.nodeready.dropin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a tree as YAML 1.1 in styles that people, templates and programs have. */
final class OddYaml {
  private final Draw draw;
  private final StringBuilder text = new StringBuilder();
  private final String step;
  private int anchors;

  OddYaml(Draw draw) {
    this.draw = draw;
    step = draw.of("  ", "    ", " ");
  }

  String write(Map<String, @Nullable Object> document) {
    text.append(draw.of("", "---\n", "# ours\n", "\n", "%YAML 1.1\n---\n"));
    map(document, "");
    text.append(draw.of("", "...\n", "---\nkind: Other\n", "# end\n"));
    return text.toString();
  }

  private void map(Map<?, ?> map, String indent) {
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(map);
    if (map.size() > 1 && !indent.isEmpty() && draw.oneIn(12)) {
      Map.Entry<?, ?> first = map.entrySet().iterator().next();
      rest.remove(first.getKey());
      text.append(indent).append("<<: ").append(flow(first)).append('\n');
    }
    rest.forEach((key, value) -> {
      if (draw.oneIn(15)) {
        text.append(indent).append("# remark: of no meaning\n");
      }
      text.append(indent).append(key((String) key)).append(':');
      value(value, indent, false);
    });
  }

  private String flow(Map.Entry<?, ?> member) {
    Map<Object, @Nullable Object> one = new LinkedHashMap<>();
    one.put(member.getKey(), member.getValue());
    return new OddJson(draw).write(one);
  }

  private String key(String key) {
    boolean plain = key.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !isWord(key);
    return plain && !draw.oneIn(8) ? key : quoted(key);
  }

  private void value(@Nullable Object value, String indent, boolean item) {
    String anchor = draw.oneIn(25) ? " &a" + ++anchors : "";
    if (value instanceof Map<?, ?> map && !map.isEmpty() && !draw.oneIn(5)) {
      text.append(anchor).append('\n');
      map(map, indent + step);
    } else if (value instanceof List<?> list && !list.isEmpty() && !draw.oneIn(4)) {
      text.append(anchor).append('\n');
      list(list, indent + (item || draw.oneIn(2) ? step : ""));
    } else {
      text.append(anchor).append(' ').append(scalar(value, indent)).append('\n');
    }
  }

  private void list(List<?> list, String indent) {
    for (Object one : list) {
      text.append(indent).append('-');
      value(one, indent, true);
    }
  }

  private String scalar(@Nullable Object value, String indent) {
    return switch (value) {
      case null -> draw.of("null", "~", "Null", "");
      case Boolean yes ->
          yes ? draw.of("true", "yes", "On", "TRUE") : draw.of("false", "no", "Off", "False");
      case Long number -> number(number);
      case Said said -> string(said.text(), indent);
      case String string -> string(string, indent);
      default -> new OddJson(draw).write(value);
    };
  }

  private String number(long number) {
    return number > 9 && draw.oneIn(4)
        ? draw.of("0x" + Long.toHexString(number), number / 10 + "_" + number % 10, "+" + number)
        : Long.toString(number);
  }

  private String string(String string, String indent) {
    boolean safe = string.matches("[A-Za-z/][A-Za-z0-9_./=<%,:;+-]*[A-Za-z0-9]( [a-z]+)?");
    if (safe && !isWord(string) && !string.contains(": ") && draw.oneIn(2)) {
      return string;
    }
    boolean lines =
        string.matches("(?s)[!-~][ -~\n]*") && !string.matches("(?s).*[ \n]\n.*|.*\n\n.*|.* $");
    return lines && draw.oneIn(3) ? block(string, indent) : quoted(string);
  }

  /** A literal block, which ends as the string does. */
  private String block(String string, String indent) {
    boolean ends = string.endsWith("\n");
    String body = ends ? string.substring(0, string.length() - 1) : string;
    String deeper = indent + step + " ";
    return draw.of("!!str ", "")
        + (ends ? "|" : "|-")
        + "\n"
        + deeper
        + body.replace("\n", "\n" + deeper);
  }

  private String quoted(String string) {
    boolean single = string.chars().allMatch(c -> c >= ' ' && c < 0x2000);
    return single && draw.oneIn(2)
        ? "'" + string.replace("'", "''") + "'"
        : new OddJson(draw).quoted(string);
  }

  private static boolean isWord(String string) {
    return string.matches("(?i)y|n|yes|no|on|off|true|false|null|~|\\.nan|\\.inf");
  }
}
