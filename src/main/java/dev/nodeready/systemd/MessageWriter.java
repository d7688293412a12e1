package dev.nodeready.systemd;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes method calls of the D-Bus wire protocol whose arguments are all strings. */
final class MessageWriter {
  private static final int METHOD_CALL = 1;
  private static final int VERSION = 1;

  private byte[] out = new byte[2048];
  private int at;
  private int begin;

  /** The last call of another kind than the one before, and where those of its fields are. */
  private Call last = new Call("", "", "", List.of());

  private int kindAt;
  private int kindLength;

  /** Adds one call to systemd. */
  void call(int serial, Call call) {
    begin = at;
    octet('l');
    octet(METHOD_CALL);
    octet(0);
    octet(VERSION);
    number(0);
    number(serial);
    number(0);
    int fields = at;
    fields(call);
    number(begin + 12, at - fields);
    align(8);
    int body = at;
    for (String argument : call.arguments()) {
      text(argument);
    }
    number(begin + 4, at - body);
  }

  /** All of them. */
  ByteBuffer written() {
    return ByteBuffer.wrap(out, 0, at);
  }

  /** In any order, by the protocol: with the path last, what is before it is often as it was. */
  private void fields(Call call) {
    int from = at;
    if (call.isOfKind(last)) {
      room(kindLength);
      System.arraycopy(out, kindAt, out, at, kindLength);
      at += kindLength;
    } else {
      kind(call);
      last = call;
      kindAt = from;
      kindLength = at - from;
    }
    field(1, "o", call.path());
  }

  private void kind(Call call) {
    field(2, "s", call.type());
    field(3, "s", call.member());
    field(6, "s", "org.freedesktop.systemd1");
    if (!call.arguments().isEmpty()) {
      align(8);
      octet(8);
      signature("g");
      signature("s".repeat(call.arguments().size()));
    }
  }

  private void field(int code, String signature, String value) {
    align(8);
    octet(code);
    signature(signature);
    text(value);
  }

  private void signature(String signature) {
    octet(signature.length());
    bytes(signature.getBytes(StandardCharsets.US_ASCII));
    octet(0);
  }

  private void text(String value) {
    align(4);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    bytes(bytes);
    octet(0);
  }

  private void number(int value) {
    room(4);
    at += 4;
    number(at - 4, value);
  }

  /** Little-endian, as the first byte of each call says. */
  private void number(int place, int value) {
    for (int i = 0; i < 4; i++) {
      out[place + i] = (byte) (value >> (8 * i));
    }
  }

  private void octet(int value) {
    room(1);
    out[at++] = (byte) value;
  }

  private void bytes(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    at += bytes.length;
  }

  private void align(int to) {
    int over = (at - begin) % to;
    int more = over == 0 ? 0 : to - over;
    room(more);
    at += more;
  }

  private void room(int more) {
    if (at + more > out.length) {
      out = Arrays.copyOf(out, Math.max(2 * out.length, at + more));
    }
  }
}
