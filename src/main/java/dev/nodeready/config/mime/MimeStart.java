package dev.nodeready.config.mime;

import org.jspecify.annotations.Nullable;

/**
 * The header of a text that is MIME.
 *
 * @param header its fields
 * @param indent the blanks before its first line, which MIME does not allow
 * @param line the line at which it begins
 */
record MimeStart(Header header, int indent, int line) {
  /**
   * The header, or null where the text is no MIME.
   *
   * <p>A text is MIME if it says so on its first line, or has a multipart content type among its
   * header fields; a YAML document that looks like header fields has none.
   */
  static @Nullable MimeStart find(String text) {
    Lines lines = new Lines(text, text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0, text.length(), 1);
    while (lines.advance()) {
      if (!lines.isBlank()) {
        return at(text, lines);
      }
    }
    return null;
  }

  private static @Nullable MimeStart at(String text, Lines lines) {
    String line = lines.line();
    int indent = line.length() - line.stripLeading().length();
    String name = Header.nameOf(line.stripLeading());
    if (name == null) {
      return null;
    }
    Header header = Header.read(text, lines.start() + indent, text.length(), lines.number());
    boolean saysSo = name.equals("mime-version") || name.equals("content-type");
    boolean multipart = ContentType.parse(header.field("content-type")).isMultipart();
    return saysSo || multipart ? new MimeStart(header, indent, lines.number()) : null;
  }
}
