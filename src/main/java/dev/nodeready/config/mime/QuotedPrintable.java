package dev.nodeready.config.mime;

import java.io.ByteArrayOutputStream;

/** Quoted-printable; what is no valid escape stays as it is. */
final class QuotedPrintable {
  private QuotedPrintable() {}

  static byte[] decode(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      int softBreak = bytes[at] == '=' ? softBreak(bytes, at + 1) : 0;
      if (softBreak > 0) {
        at = softBreak;
      } else if (bytes[at] == '=' && at + 2 < bytes.length && hex(bytes, at + 1) >= 0) {
        out.write(hex(bytes, at + 1));
        at += 3;
      } else {
        out.write(bytes[at++]);
      }
    }
    return out.toByteArray();
  }

  /** Where the next line begins if only blanks stand between here and it; else 0. */
  private static int softBreak(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at < bytes.length && bytes[at] == '\n' ? at + 1 : 0;
  }

  private static int hex(byte[] bytes, int at) {
    int high = Character.digit(bytes[at], 16);
    int low = Character.digit(bytes[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
