package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 4096, 1 << 20})
  void messages_come_whole_however_they_are_cut_up(int atATime) throws IOException {
    List<Call> calls = new ArrayList<>();
    MessageWriter writer = new MessageWriter();
    for (int i = 0; i < 300; i++) {
      // One is longer than all that is read at once, and some are of the kind of the one before.
      Call call =
          new Call("/of/" + i, "type", "Member" + i / 3, List.of("a".repeat(i == 9 ? 40_000 : i)));
      calls.add(call);
      writer.call(i + 1, call);
    }
    Incoming incoming = new Incoming(new CutUp(writer.written(), atATime));

    for (Call call : calls) {
      Message message = incoming.message();
      assertThat(message.path()).isEqualTo(call.path());
      assertThat(message.member()).isEqualTo(call.member());
      assertThat(message.body().text()).isEqualTo(call.arguments().getFirst());
    }
    assertThatThrownBy(incoming::message).isInstanceOf(EOFException.class);
  }

  @Test
  void the_first_message_may_come_with_the_welcome() throws IOException {
    MessageWriter writer = new MessageWriter();
    writer.call(1, Call.manager("Reload"));
    ByteBuffer bytes = ByteBuffer.allocate(1000);
    bytes.put("OK 0123\r\n".getBytes(StandardCharsets.US_ASCII)).put(writer.written()).flip();
    Incoming incoming = new Incoming(new CutUp(bytes, 1000));

    assertThat(incoming.line(100)).isEqualTo("OK 0123");
    assertThat(incoming.message().member()).isEqualTo("Reload");
  }

  @Test
  void a_line_without_end_is_none() {
    ByteBuffer bytes = ByteBuffer.wrap("OK ".repeat(100).getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> new Incoming(new CutUp(bytes, 1000)).line(256))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 256 bytes");
  }

  @Test
  void numbers_are_read_in_the_order_that_the_sender_has() throws IOException {
    Message message = new Incoming(new CutUp(ByteBuffer.wrap(bigEndian()), 1000)).message();

    assertThat(message.replyTo()).isEqualTo(7);
    assertThat(message.body().variant()).isEqualTo(0x0102030405060708L);
  }

  /** An answer to call 7 as a machine of the other kind sends it. */
  private static byte[] bigEndian() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(whole);
    out.write(new byte[] {'B', 2, 1, 1});
    out.writeInt(16);
    out.writeInt(99);
    out.writeInt(8);
    out.write(new byte[] {5, 1, 'u', 0});
    out.writeInt(7);
    out.write(new byte[] {1, 't', 0, 0, 0, 0, 0, 0});
    out.writeLong(0x0102030405060708L);
    return whole.toByteArray();
  }

  @Test
  void what_is_no_message_is_refused_and_not_waited_for() throws IOException {
    MessageWriter writer = new MessageWriter();
    writer.call(1, Call.manager("Reload"));
    byte[] call = new byte[writer.written().remaining()];
    writer.written().get(call);
    List<byte[]> broken = List.of(with(call, 0, 'x'), with(call, 7, 0x7f), with(call, 18, 'v'));
    for (byte[] bytes : broken) {
      assertThatThrownBy(() -> new Incoming(new CutUp(ByteBuffer.wrap(bytes), 1000)).message())
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(EOFException.class);
    }
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] other = bytes.clone();
    other[at] = (byte) value;
    return other;
  }

  /** Gives so many bytes at a time, and ends. */
  private record CutUp(ByteBuffer bytes, int atATime) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer to) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(atATime, Math.min(bytes.remaining(), to.remaining()));
      to.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
