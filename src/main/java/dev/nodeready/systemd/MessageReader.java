package dev.nodeready.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the few types of the D-Bus wire protocol that systemd's answers here are made of. Over an
 * array and not a buffer, whose every look leads through a dozen methods that are not compiled yet
 * while a machine boots.
 */
final class MessageReader {
  private final byte[] bytes;
  private final boolean little;
  private final int start;
  private int at;

  /**
   * Reads from {@code start} on, where alignment counts from too.
   *
   * @param little whether numbers have their least byte first
   */
  MessageReader(byte[] bytes, int start, boolean little) {
    this.bytes = bytes;
    this.start = start;
    this.little = little;
    at = start;
  }

  /** How far it has read. */
  int position() {
    return at - start;
  }

  void align(int to) throws IOException {
    int over = position() % to;
    take(over == 0 ? 0 : to - over);
  }

  int octet() throws IOException {
    return bytes[take(1)] & 0xff;
  }

  int number() throws IOException {
    align(4);
    return number(bytes, take(4), little);
  }

  /** The four bytes at a place as a number. */
  static int number(byte[] bytes, int at, boolean little) {
    int one = bytes[at] & 0xff;
    int two = bytes[at + 1] & 0xff;
    int three = bytes[at + 2] & 0xff;
    int four = bytes[at + 3] & 0xff;
    return little
        ? (four << 24) | (three << 16) | (two << 8) | one
        : (one << 24) | (two << 16) | (three << 8) | four;
  }

  String text() throws IOException {
    String text = words(number());
    octet();
    return text;
  }

  /**
   * A value with its type before it: a string, a number, a truth, or a structure that begins with
   * one of these, of which the first part is read.
   */
  Object variant() throws IOException {
    char type = type();
    return switch (type) {
      case 's', 'o' -> text();
      case 'g' -> signature();
      case 'u', 'i' -> number();
      case 'b' -> number() != 0;
      case 'x', 't' -> wide();
      default -> throw new IOException("a value of the unexpected type " + type);
    };
  }

  /** Passes over one. */
  void skipVariant() throws IOException {
    char type = type();
    switch (type) {
      case 's', 'o' -> take(number() + 1);
      case 'g' -> take(octet() + 1);
      case 'u', 'i', 'b' -> number();
      case 'x', 't' -> wide();
      default -> throw new IOException("a value of the unexpected type " + type);
    }
  }

  /** The type of a value, or of the first part of a structure. */
  private char type() throws IOException {
    int length = octet();
    int type = take(length + 1);
    if (length > 1 && bytes[type] == '(') {
      align(8);
      type++;
    }
    return (char) bytes[type];
  }

  private String signature() throws IOException {
    String signature = words(octet());
    octet();
    return signature;
  }

  private long wide() throws IOException {
    align(8);
    int one = number();
    int other = number();
    long high = little ? other : one;
    long low = little ? one : other;
    return (high << 32) | (low & 0xffffffffL);
  }

  private String words(int length) throws IOException {
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  /** Where the next bytes are. */
  private int take(int length) throws IOException {
    if (length < 0 || length > bytes.length - at) {
      throw new IOException("a message that ends early");
    }
    int taken = at;
    at += length;
    return taken;
  }
}
