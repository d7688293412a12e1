package dev.nodeready.systemd;

import java.io.IOException;

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
   * @param bytes has its first 16 at {@code from}
   * @throws IOException when this is no message, or an absurdly long one
   */
  static int length(byte[] bytes, int from) throws IOException {
    boolean little = little(bytes[from]);
    long fields = Integer.toUnsignedLong(MessageReader.number(bytes, from + 12, little));
    long body = Integer.toUnsignedLong(MessageReader.number(bytes, from + 4, little));
    long length = FIXED + (fields + 7) / 8 * 8 + body;
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
  static Message parse(byte[] whole) throws IOException {
    boolean little = little(whole[0]);
    int fieldsLength = MessageReader.number(whole, 12, little);
    MessageReader fields = new MessageReader(whole, FIXED, little);
    int replyTo = 0;
    String path = "";
    String member = "";
    String error = "";
    while (fields.position() < fieldsLength) {
      fields.align(8);
      switch (fields.octet()) {
        case 1 -> path = fields.variant().toString();
        case 3 -> member = fields.variant().toString();
        case 4 -> error = fields.variant().toString();
        case 5 -> replyTo = fields.variant() instanceof Integer serial ? serial : 0;
        default -> fields.skipVariant();
      }
    }
    int body = FIXED + (fieldsLength + 7) / 8 * 8;
    return new Message(
        whole[1], replyTo, path, member, error, new MessageReader(whole, body, little));
  }

  private static boolean little(byte first) throws IOException {
    return switch (first) {
      case 'l' -> true;
      case 'B' -> false;
      default -> throw new IOException("no D-Bus message: it begins with " + first);
    };
  }
}
