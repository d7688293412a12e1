package dev.nodeready.dropin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How systemd reads the three kinds of text that it is given: environment files, words of a
 * variable on a command line, and settings of units. From systemd.exec(5), systemd.service(5) and
 * its sources: env-file.c, extract-word.c, env-util.c.
 */
final class SystemdReads {
  private SystemdReads() {}

  /** An environment file: variables with their values. */
  static Map<String, String> environmentFile(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String line : text.replaceAll("(?<!\\\\)((\\\\\\\\)*)\\\\\n", "$1").split("\n", -1)) {
      String stripped = line.strip();
      int equals = stripped.indexOf('=');
      if (stripped.isEmpty()
          || stripped.startsWith("#")
          || stripped.startsWith(";")
          || equals < 0) {
        continue;
      }
      variables.put(stripped.substring(0, equals), value(stripped.substring(equals + 1)));
    }
    variables.entrySet().removeIf(one -> !isAssignment(one.getKey(), one.getValue()));
    return variables;
  }

  /** Quotes count where the value, or a part behind one, begins with them. */
  private static String value(String raw) {
    StringBuilder value = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    int kept = 0;
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (quote == 0 && !begun && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'' && at + 1 < raw.length()) {
        char next = raw.charAt(++at);
        value.append(quote == '"' && "\"\\`$".indexOf(next) < 0 ? "\\" : "").append(next);
        begun = quote == 0;
      } else if (quote != 0 || begun || !Character.isWhitespace(c)) {
        value.append(c);
        begun = quote == 0;
      }
      kept = quote != 0 || !Character.isWhitespace(c) ? value.length() : kept;
    }
    return value.substring(0, kept);
  }

  /** A variable that stands alone on a command line, without braces. */
  static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '\\') {
        word.append(at + 1 < value.length() ? String.valueOf(value.charAt(++at)) : "");
        begun = true;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && " \t\n\r".indexOf(c) >= 0) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** Variables of {@code Environment=} or {@code DefaultEnvironment=} in a file of one section. */
  static Map<String, String> unit(String text, String section, String setting) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!lines.removeFirst().equals("[" + section + "]")) {
      throw new IllegalArgumentException("no [" + section + "]: " + text);
    }
    for (String line : lines) {
      if (!line.startsWith(setting + "=")) {
        throw new IllegalArgumentException("what is " + line);
      }
      for (String word : unescaped(line.substring(setting.length() + 1))) {
        int equals = word.indexOf('=');
        if (equals > 0 && isAssignment(word.substring(0, equals), word.substring(equals + 1))) {
          variables.put(word.substring(0, equals), word.substring(equals + 1));
        }
      }
    }
    return variables;
  }

  /** Words with quotes and C's escapes, then with specifiers, of which only %% may be met. */
  private static List<String> unescaped(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      throw new IllegalArgumentException("not one quoted word: " + text);
    }
    byte[] bytes = new byte[text.length() * 4];
    int length = 0;
    String inside = text.substring(1, text.length() - 1);
    for (int at = 0; at < inside.length(); at++) {
      char c = inside.charAt(at);
      int escaped = c == '\\' ? "abfnrtv\"\\'s".indexOf(inside.charAt(at + 1)) : -1;
      String out;
      if (c == '\\' && escaped >= 0) {
        out = String.valueOf("\u0007\b\f\n\r\t\u000b\"\\' ".charAt(escaped));
        at++;
      } else if (c == '\\') {
        int digits =
            switch (inside.charAt(++at)) {
              case 'x' -> 2;
              case 'u' -> 4;
              case 'U' -> 8;
              default -> throw new IllegalArgumentException("no escape of systemd in " + text);
            };
        out = Character.toString(Integer.parseInt(inside.substring(at + 1, at + 1 + digits), 16));
        at += digits;
      } else if (c == '"') {
        throw new IllegalArgumentException("more than one word: " + text);
      } else if (c == '%') {
        if (inside.charAt(++at) != '%') {
          throw new IllegalArgumentException("a specifier in " + text);
        }
        out = "%";
      } else {
        int point = inside.codePointAt(at);
        out = Character.toString(point);
        at += Character.charCount(point) - 1;
      }
      byte[] utf8 = out.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(utf8, 0, bytes, length, utf8.length);
      length += utf8.length;
    }
    return List.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  /** What systemd takes; it passes over anything else, with a warning. */
  static boolean isAssignment(String name, String value) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*")
        && value.chars().noneMatch(c -> (c < ' ' && c != '\t' && c != '\n') || c == 0x7f);
  }
}
