package dev.nodeready.config.toml;

/** A place in a TOML text. */
final class TomlCursor {
  /** What {@link #peek} gives at the end. */
  static final char END = '\0';

  private final String text;
  private int at;

  TomlCursor(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  /** The next character, passed over. */
  char next() {
    char c = peek();
    at++;
    return c;
  }

  boolean take(char wanted) {
    if (peek() == wanted && !atEnd()) {
      at++;
      return true;
    }
    return false;
  }

  boolean take(String wanted) {
    if (text.startsWith(wanted, at)) {
      at += wanted.length();
      return true;
    }
    return false;
  }

  void expect(char wanted, String rule) throws TomlException {
    if (!take(wanted)) {
      throw wrong(rule);
    }
  }

  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** Passes blanks, line ends and comments. */
  void skipToContent() throws TomlException {
    for (; ; ) {
      skipBlanks();
      if (peek() == '#') {
        comment();
      } else if (!newline()) {
        return;
      }
    }
  }

  /** Passes what may stand behind a pair or a header: blanks, a comment, the end of the line. */
  void endLine() throws TomlException {
    skipBlanks();
    if (peek() == '#') {
      comment();
    }
    if (!atEnd() && !newline()) {
      throw wrong("something follows on the line");
    }
  }

  boolean newline() {
    return take('\n') || take("\r\n");
  }

  private void comment() throws TomlException {
    while (!atEnd() && peek() != '\n' && !(peek() == '\r' && peek(1) == '\n')) {
      if (isControl(peek())) {
        throw wrong("a control character stands in a comment");
      }
      at++;
    }
  }

  /** Whether TOML forbids the character in comments and strings. */
  static boolean isControl(char c) {
    return (c < 0x20 && c != '\t') || c == 0x7f;
  }

  String bareKey() throws TomlException {
    int from = at;
    while (isBare(peek())) {
      at++;
    }
    if (at == from) {
      throw wrong("a key is missing");
    }
    return text.substring(from, at);
  }

  /** The letters, digits and signs of a number, date or word. */
  String word() {
    int from = at;
    while (isBare(peek()) || peek() == '+' || peek() == '.' || peek() == ':') {
      at++;
    }
    return text.substring(from, at);
  }

  static boolean isBare(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A failure at this place. */
  TomlException wrong(String message) {
    int line = 1;
    int start = 0;
    int end = Math.min(at, text.length());
    for (int index = 0; index < end; index++) {
      if (text.charAt(index) == '\n') {
        line++;
        start = index + 1;
      }
    }
    return new TomlException(line, end - start + 1, message);
  }
}
