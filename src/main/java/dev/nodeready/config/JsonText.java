package dev.nodeready.config;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes free-form values ({@link Map}, {@link List}, {@link String}, {@link Boolean}, {@link
 * Number}, null) as JSON the way Go's encoder does, which is how nodeadm's files look: {@code <},
 * {@code >} and {@code &} escaped, no newline at the end.
 */
public final class JsonText {
  private final StringBuilder out = new StringBuilder(512);
  private final String indent;
  private final boolean sorted;

  private JsonText(String indent, boolean sorted) {
    this.indent = indent;
    this.sorted = sorted;
  }

  /** On one line, keys in their order. */
  public static String compact(@Nullable Object value) {
    return new JsonText("", false).put(value, 0).toString();
  }

  /**
   * On many lines, keys in their order.
   *
   * @param spaces that each level is indented by, 1 or more
   */
  public static String pretty(@Nullable Object value, int spaces) {
    return new JsonText(" ".repeat(spaces), false).put(value, 0).toString();
  }

  /** The same with keys sorted in every object. */
  public static String prettySorted(@Nullable Object value, int spaces) {
    return new JsonText(" ".repeat(spaces), true).put(value, 0).toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private JsonText put(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> object(sorted ? new TreeMap<>(map) : map, depth);
      case List<?> list -> array(list, depth);
      case String text -> string(text);
      case Double number -> out.append(plain(number));
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
    }
    return this;
  }

  private void object(Map<?, ?> map, int depth) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      line(depth + 1);
      string(String.valueOf(entry.getKey()));
      out.append(indent.isEmpty() ? ":" : ": ");
      put(entry.getValue(), depth + 1);
      out.append(entries.hasNext() ? "," : "");
    }
    close(map.isEmpty(), depth, '}');
  }

  private void array(List<?> list, int depth) {
    out.append('[');
    Iterator<?> values = list.iterator();
    while (values.hasNext()) {
      line(depth + 1);
      put(values.next(), depth + 1);
      out.append(values.hasNext() ? "," : "");
    }
    close(list.isEmpty(), depth, ']');
  }

  private void close(boolean empty, int depth, char bracket) {
    if (!empty) {
      line(depth);
    }
    out.append(bracket);
  }

  private void line(int depth) {
    if (!indent.isEmpty()) {
      out.append('\n').repeat(indent, depth);
    }
  }

  /** Whole numbers without a fraction, as Go prints them. */
  private static String plain(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("no JSON number: " + number);
    }
    BigDecimal exact = new BigDecimal(Double.toString(number));
    double size = Math.abs(number);
    boolean whole = size == Math.rint(size) && size < 1e21;
    return whole ? exact.setScale(0).toPlainString() : fraction(exact, size);
  }

  private static String fraction(BigDecimal exact, double size) {
    return size >= 1e-6 && size < 1e21
        ? exact.stripTrailingZeros().toPlainString()
        : exact.stripTrailingZeros().toString().replace('E', 'e');
  }

  private void string(String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      character(text.charAt(at));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
      default -> {
        if (c < ' ') {
          escape(c);
        } else {
          out.append(c);
        }
      }
    }
  }

  private void escape(char c) {
    String hex = Integer.toHexString(c);
    out.append("\\u").repeat('0', 4 - hex.length()).append(hex);
  }
}
