package dev.nodeready.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message from systemd.
 *
 * @param kind 2 for an answer, 3 for an error, 4 for a signal
 * @param replyTo the serial of the call that it answers; 0 for a signal
 * @param path the object that a signal is about; empty for answers
 * @param member the signal's name; empty for answers
 * @param error the error's name; empty where it is none
 * @param body its arguments
 */
record Message(
    int kind, int replyTo, String path, String member, String error, MessageReader body) {
  static final int ERROR = 3;
  static final int SIGNAL = 4;

  /** The fixed part, which tells how long the rest is. */
  static final int FIXED = 16;

  /** Much more than systemd sends about one unit. */
  private static final int LARGEST = 1 << 20;

  /**
   * The length of the whole message that begins so.
   *
   * @param fixed its first 16 bytes, at position 0
   * @throws IOException when this is no message, or an absurdly long one
   */
  static int length(ByteBuffer fixed) throws IOException {
    ByteBuffer view = fixed.duplicate().order(order(fixed));
    long fields = Integer.toUnsignedLong(view.getInt(12));
    long length = FIXED + (fields + 7) / 8 * 8 + Integer.toUnsignedLong(view.getInt(4));
    if (length > LARGEST) {
      throw new IOException("a message of " + length + " bytes");
    }
    return (int) length;
  }

  /**
   * Takes a whole message apart.
   *
   * @throws IOException when it is none
   */
  static Message parse(ByteBuffer whole) throws IOException {
    ByteBuffer view = whole.duplicate().order(order(whole));
    int end = FIXED + view.getInt(12);
    int replyTo = 0;
    String path = "";
    String member = "";
    String error = "";
    MessageReader fields = new MessageReader(view.duplicate().order(view.order()).position(FIXED));
    while (fields.position() < end) {
      fields.align(8);
      int code = fields.octet();
      Object value = fields.variant();
      switch (code) {
        case 1 -> path = value.toString();
        case 3 -> member = value.toString();
        case 4 -> error = value.toString();
        case 5 -> replyTo = ((Number) value).intValue();
        default -> {}
      }
    }
    ByteBuffer body = view.position((end + 7) & ~7).slice().order(view.order());
    return new Message(view.get(1), replyTo, path, member, error, new MessageReader(body));
  }

  private static ByteOrder order(ByteBuffer message) throws IOException {
    return switch (message.get(0)) {
      case 'l' -> ByteOrder.LITTLE_ENDIAN;
      case 'B' -> ByteOrder.BIG_ENDIAN;
      default -> throw new IOException("no D-Bus message: it begins with " + message.get(0));
    };
  }
}
