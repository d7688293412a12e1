package dev.nodeready.systemd;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What comes over a connection to systemd, read as it comes: a booting machine has hundreds of
 * messages, many of them at once, and a look at the socket costs more than a message.
 */
final class Incoming {
  private static final int ROOM = 16 << 10;

  private final ReadableByteChannel channel;
  private byte[] bytes = new byte[ROOM];
  private int from;
  private int to;

  Incoming(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * A line in ASCII without its end.
   *
   * @throws IOException when it is longer than {@code longest} bytes, or the connection ends
   */
  String line(int longest) throws IOException {
    for (int at = 0; at < longest; at++) {
      need(at + 1);
      if (bytes[from + at] == '\n') {
        String line = new String(bytes, from, at, StandardCharsets.US_ASCII);
        from += at + 1;
        return line.strip();
      }
    }
    throw new IOException("a welcome of more than " + longest + " bytes");
  }

  /**
   * The next message.
   *
   * @throws IOException when it is none, or the connection ends
   */
  Message message() throws IOException {
    need(Message.FIXED);
    int length = Message.length(bytes, from);
    need(length);
    Message message = Message.parse(Arrays.copyOfRange(bytes, from, from + length));
    from += length;
    return message;
  }

  /** Has so many bytes at hand. */
  private void need(int length) throws IOException {
    if (to - from >= length) {
      return;
    }
    byte[] room = length > bytes.length ? new byte[length] : bytes;
    System.arraycopy(bytes, from, room, 0, to - from);
    to -= from;
    from = 0;
    bytes = room;
    while (to < length) {
      int count = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
      if (count < 0) {
        throw new EOFException("systemd closed the connection");
      }
      to += count;
    }
  }
}
