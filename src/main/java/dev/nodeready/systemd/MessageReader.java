package dev.nodeready.systemd;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the few types of the D-Bus wire protocol that systemd's answers here are made of. */
final class MessageReader {
  private final ByteBuffer bytes;

  MessageReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int position() {
    return bytes.position();
  }

  void align(int to) throws IOException {
    int wanted = (bytes.position() + to - 1) / to * to;
    if (wanted > bytes.limit()) {
      throw new IOException("a message that ends early");
    }
    bytes.position(wanted);
  }

  int octet() throws IOException {
    return Byte.toUnsignedInt(take(1).get());
  }

  int number() throws IOException {
    align(4);
    return take(4).getInt();
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
    String signature = signature();
    if (signature.startsWith("(")) {
      align(8);
      signature = signature.substring(1);
    }
    return switch (signature.isEmpty() ? ' ' : signature.charAt(0)) {
      case 's', 'o' -> text();
      case 'g' -> signature();
      case 'u', 'i' -> number();
      case 'b' -> number() != 0;
      case 'x', 't' -> wide();
      default -> throw new IOException("a value of the unexpected type " + signature);
    };
  }

  private String signature() throws IOException {
    String signature = words(octet());
    octet();
    return signature;
  }

  private long wide() throws IOException {
    align(8);
    return take(8).getLong();
  }

  private String words(int length) throws IOException {
    byte[] text = new byte[take(length).remaining()];
    bytes.get(bytes.position() - length, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private ByteBuffer take(int length) throws IOException {
    try {
      if (length < 0) {
        throw new BufferUnderflowException();
      }
      ByteBuffer taken = bytes.slice(bytes.position(), length).order(bytes.order());
      bytes.position(bytes.position() + length);
      return taken;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("a message that ends early", e);
    }
  }
}
