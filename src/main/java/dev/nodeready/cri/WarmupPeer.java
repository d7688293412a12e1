package dev.nodeready.cri;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/**
 * The other end of a warm-up: just enough HTTP/2 (RFC 9113, RFC 7541) to give a gRPC client one
 * prepared answer after the other, in the frames that a server in Go sends. A true server would
 * load many more classes that nobody needs.
 */
final class WarmupPeer implements Runnable {
  private static final int PREFACE = 24;
  private static final int LARGEST_FRAME = 16_384;
  private static final byte DATA = 0;
  private static final byte HEADERS = 1;
  private static final byte SETTINGS = 4;
  private static final byte PING = 6;
  private static final byte WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** Status 200; content-type application/grpc, to be remembered, its value in Huffman's code. */
  private static final byte[] HEAD = HexFormat.of().parseHex("885f8b1d75d0620d263d4c4d6564");

  private final UnixStream stream;
  private final Iterator<byte[]> answers;

  /**
   * A peer.
   *
   * @param answers messages, one for each call in order
   */
  WarmupPeer(UnixStream stream, List<byte[]> answers) {
    this.stream = stream;
    this.answers = answers.iterator();
  }

  @Override
  public void run() {
    try (DataInputStream in = new DataInputStream(stream.getInputStream());
        DataOutputStream out = new DataOutputStream(stream.getOutputStream())) {
      in.readFully(new byte[PREFACE]);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      for (; ; ) {
        serve(in, out);
      }
    } catch (IOException e) {
      // The client hung up: it has had all it wanted.
      return;
    }
  }

  private void serve(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    byte type = in.readByte();
    int flags = in.readUnsignedByte();
    int id = in.readInt();
    if (length > LARGEST_FRAME) {
      throw new IOException("frame of " + length + " bytes");
    }
    in.readFully(new byte[length]);
    if (type == DATA && (flags & END_STREAM) != 0) {
      answer(out, id, answers.next());
    }
  }

  private static void answer(DataOutputStream out, int id, byte[] message) throws IOException {
    // The window grows by what came in, and how far the other end is away is measured.
    frame(out, WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 5});
    frame(out, PING, 0, 0, new byte[8]);
    frame(out, HEADERS, END_HEADERS, id, HEAD);

    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(body);
    fields.writeByte(0); // not compressed
    fields.writeInt(message.length);
    fields.write(message);
    frame(out, DATA, 0, id, body.toByteArray());

    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    literal(tail, "grpc-status", "0");
    frame(out, HEADERS, END_HEADERS | END_STREAM, id, tail.toByteArray());
  }

  private static void literal(ByteArrayOutputStream to, String name, String value) {
    to.write(0); // literal, not indexed, new name
    text(to, name);
    text(to, value);
  }

  private static void text(ByteArrayOutputStream to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    to.write(bytes.length);
    to.writeBytes(bytes);
  }

  private static void frame(DataOutputStream out, byte type, int flags, int id, byte[] payload)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeByte(payload.length >> 16);
    frame.writeShort(payload.length);
    frame.writeByte(type);
    frame.writeByte(flags);
    frame.writeInt(id);
    frame.write(payload);
    bytes.writeTo(out);
    out.flush();
  }
}
