package dev.nodeready.records;

import dev.nodeready.report.Seconds;

/**
 * One line of a record as it is written. By hand: a library's generator, made anew for each line,
 * took a third of what a record costs a boot.
 */
final class JsonLine {
  private final StringBuilder out = new StringBuilder(256).append('{');
  private boolean first = true;

  JsonLine text(String name, String value) {
    name(name);
    quoted(value);
    return this;
  }

  JsonLine number(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonLine truth(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  /** In seconds, to the microsecond. */
  JsonLine seconds(String name, long nanos) {
    name(name);
    out.append(Seconds.ofNanos(nanos));
    return this;
  }

  /** Begins an object that has this name. */
  JsonLine object(String name) {
    name(name);
    return begin('{');
  }

  /** Begins a list that has this name. */
  JsonLine list(String name) {
    name(name);
    return begin('[');
  }

  /** Begins an object in a list. */
  JsonLine item() {
    comma();
    return begin('{');
  }

  JsonLine endObject() {
    out.append('}');
    first = false;
    return this;
  }

  JsonLine endList() {
    out.append(']');
    first = false;
    return this;
  }

  /** The whole line, without its end. */
  String whole() {
    return out.append('}').toString();
  }

  private JsonLine begin(char mark) {
    out.append(mark);
    first = true;
    return this;
  }

  private void name(String name) {
    comma();
    out.append('"').append(name).append("\":");
  }

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  /**
   * What needs no escape is taken as a whole, and looked for in an array: this runs before anything
   * of it is compiled, when each call takes as long as a dozen looks.
   */
  private void quoted(String text) {
    out.append('"');
    int taken = 0;
    char[] all = text.toCharArray();
    for (int at = 0; at < all.length; at++) {
      char c = all[at];
      if (c < 0x20 || c == '"' || c == '\\' || (c > 0x7f && Character.isSurrogate(c))) {
        out.append(text, taken, at);
        escaped(c);
        taken = at + 1;
      }
    }
    out.append(text, taken, text.length()).append('"');
  }

  private void escaped(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else {
      out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
    }
  }
}
