package dev.nodeready.config.toml;

/** The four kinds of strings. */
final class TomlStrings {
  private TomlStrings() {}

  /** A string of one line or of several. */
  static String any(TomlCursor in) throws TomlException {
    if (in.take("\"\"\"")) {
      return lines(in, '"');
    }
    return in.take("'''") ? lines(in, '\'') : line(in);
  }

  /** A string of one line. */
  static String line(TomlCursor in) throws TomlException {
    char quote = in.next();
    StringBuilder text = new StringBuilder();
    while (!in.take(quote)) {
      if (in.peek() == '\\' && quote == '"') {
        escape(in, text);
      } else if (in.atEnd() || TomlCursor.isControl(in.peek())) {
        throw in.wrong("a string does not end on its line, or holds a control character");
      } else {
        text.append(in.next());
      }
    }
    return text.toString();
  }

  private static String lines(TomlCursor in, char quote) throws TomlException {
    boolean _ = in.newline();
    StringBuilder text = new StringBuilder();
    while (!ends(in, quote, text)) {
      if (in.take("\r\n")) {
        text.append("\r\n");
      } else if (in.peek() == '\\' && quote == '"') {
        continueOrEscape(in, text);
      } else if (in.atEnd() || (TomlCursor.isControl(in.peek()) && in.peek() != '\n')) {
        throw in.wrong("a string of several lines does not end, or holds a control character");
      } else {
        text.append(in.next());
      }
    }
    return text.toString();
  }

  /** Three quotes end it; one or two more before them belong to it. */
  private static boolean ends(TomlCursor in, char quote, StringBuilder text) {
    int count = 0;
    while (count < 5 && in.peek(count) == quote) {
      count++;
    }
    if (count < 3) {
      return false;
    }
    text.repeat(quote, count - 3);
    for (int passed = 0; passed < count; passed++) {
      boolean _ = in.take(quote);
    }
    return true;
  }

  /** A backslash at the end of a line swallows it and the blanks that follow. */
  private static void continueOrEscape(TomlCursor in, StringBuilder text) throws TomlException {
    int ahead = 1;
    while (in.peek(ahead) == ' ' || in.peek(ahead) == '\t' || in.peek(ahead) == '\r') {
      ahead++;
    }
    if (in.peek(ahead) != '\n') {
      escape(in, text);
      return;
    }
    in.next();
    while (" \t\r\n".indexOf(in.peek()) >= 0 && !in.atEnd()) {
      in.next();
    }
  }

  private static void escape(TomlCursor in, StringBuilder text) throws TomlException {
    in.next();
    char c = in.next();
    switch (c) {
      case 'b' -> text.append('\b');
      case 't' -> text.append('\t');
      case 'n' -> text.append('\n');
      case 'f' -> text.append('\f');
      case 'r' -> text.append('\r');
      case 'e' -> text.append('\u001b');
      case '"', '\\' -> text.append(c);
      case 'x' -> text.appendCodePoint(codePoint(in, 2));
      case 'u' -> text.appendCodePoint(codePoint(in, 4));
      case 'U' -> text.appendCodePoint(codePoint(in, 8));
      default -> throw in.wrong("\\" + c + " is no escape");
    }
  }

  private static int codePoint(TomlCursor in, int digits) throws TomlException {
    int code = 0;
    for (int count = 0; count < digits; count++) {
      int digit = Character.digit(in.next(), 16);
      if (digit < 0 || code > 0x10ffff >> 4 << 4) {
        throw in.wrong("an escape is not " + digits + " hexadecimal digits of a character");
      }
      code = code << 4 | digit;
    }
    if (!Character.isValidCodePoint(code) || (code >= 0xd800 && code <= 0xdfff)) {
      throw in.wrong("an escape names no character");
    }
    return code;
  }
}
