package dev.nodeready.config.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Bytes to text. */
final class Texts {
  /** How many bytes tell a text's encoding. */
  private static final int SAMPLE = 64;

  private Texts() {}

  /** Each byte one character. */
  static String oneToOne(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String oneToOne) {
    return oneToOne.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** UTF-8, or UTF-16 where the bytes are that; a byte order mark is dropped. */
  static String decode(byte[] bytes) {
    String text = new String(bytes, charset(bytes));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * The text in UTF-8, so that its structure can be looked at byte by byte.
   *
   * @param other told where it is UTF-16
   */
  static byte[] utf8(byte[] bytes, Runnable other) {
    if (charset(bytes).equals(StandardCharsets.UTF_8)) {
      return bytes;
    }
    other.run();
    return decode(bytes).getBytes(StandardCharsets.UTF_8);
  }

  /** By the byte order mark, or by every other byte being zero, as it is in western UTF-16. */
  private static Charset charset(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (bytes.length > 1 && bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    if (everyOther(bytes, 1)) {
      return StandardCharsets.UTF_16LE;
    }
    return everyOther(bytes, 0) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
  }

  private static boolean everyOther(byte[] bytes, int zero) {
    int length = Math.min(SAMPLE, bytes.length & ~1);
    for (int at = 0; at < length; at += 2) {
      if (bytes[at + zero] != 0 || bytes[at + 1 - zero] == 0) {
        return false;
      }
    }
    return length > 2;
  }
}
