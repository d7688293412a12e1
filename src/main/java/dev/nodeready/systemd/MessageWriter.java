package dev.nodeready.systemd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a method call of the D-Bus wire protocol whose arguments are all strings. */
final class MessageWriter {
  private static final int METHOD_CALL = 1;
  private static final int VERSION = 1;
  private static final int HEADER = 16;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private MessageWriter() {}

  /** One call to systemd. */
  static ByteBuffer call(int serial, Call call) {
    MessageWriter body = new MessageWriter();
    for (String argument : call.arguments()) {
      body.text(argument);
    }
    MessageWriter fields = new MessageWriter();
    fields.field(1, "o", call.path());
    fields.field(2, "s", call.type());
    fields.field(3, "s", call.member());
    fields.field(6, "s", "org.freedesktop.systemd1");
    if (!call.arguments().isEmpty()) {
      fields.signatureField("s".repeat(call.arguments().size()));
    }
    return whole(serial, fields.out.toByteArray(), body.out.toByteArray());
  }

  private static ByteBuffer whole(int serial, byte[] fields, byte[] body) {
    int padded = (fields.length + 7) & ~7;
    ByteBuffer message =
        ByteBuffer.allocate(HEADER + padded + body.length).order(ByteOrder.LITTLE_ENDIAN);
    message.put((byte) 'l').put((byte) METHOD_CALL).put((byte) 0).put((byte) VERSION);
    message.putInt(body.length).putInt(serial).putInt(fields.length).put(fields);
    return message.position(HEADER + padded).put(body).flip();
  }

  /** A header field; its array begins at byte 16, so that alignment is the same here as there. */
  private void field(int code, String signature, String value) {
    align(8);
    out.write(code);
    signature(signature);
    text(value);
  }

  private void signatureField(String value) {
    align(8);
    out.write(8);
    signature("g");
    signature(value);
  }

  private void signature(String signature) {
    out.write(signature.length());
    out.writeBytes(signature.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  private void text(String value) {
    align(4);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(bytes.length >> shift);
    }
    out.writeBytes(bytes);
    out.write(0);
  }

  private void align(int to) {
    while (out.size() % to != 0) {
      out.write(0);
    }
  }
}
