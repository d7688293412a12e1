package dev.nodeready.config.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Bytes to text. */
final class Texts {
  private Texts() {}

  /** Each byte one character. */
  static String oneToOne(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String oneToOne) {
    return oneToOne.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** UTF-8, or UTF-16 where a byte order mark says so; the mark itself is dropped. */
  static String decode(byte[] bytes) {
    String text = new String(bytes, charset(bytes));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Charset charset(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }
}
