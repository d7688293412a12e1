package dev.nodeready.systemd;

import dev.nodeready.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What comes over the connection to systemd. */
public final class SystemdTargets {
  /** An answer to call 7, with the text {@code active} in a variant. */
  private static final byte[] ANSWER = {
    'l', 2, 1, 1, 15, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, //
    5, 1, 'u', 0, 7, 0, 0, 0, 8, 1, 'g', 0, 1, 'v', 0, 0, //
    1, 's', 0, 0, 6, 0, 0, 0, 'a', 'c', 't', 'i', 'v', 'e', 0
  };

  private SystemdTargets() {}

  public static List<Target> all() {
    MessageWriter writer = new MessageWriter();
    writer.call(1, Call.manager("StartUnit", "a.service", "replace"));
    writer.call(2, Call.property("a.service", "Unit", "LoadState"));
    ByteBuffer written = writer.written();
    byte[] calls = new byte[written.remaining()];
    written.get(calls);
    byte[] two = Arrays.copyOf(ANSWER, 2 * ANSWER.length + 1);
    System.arraycopy(ANSWER, 0, two, ANSWER.length, ANSWER.length);
    return List.of(
        Target.ofBytes("d-bus", SystemdTargets::messages)
            .from(List.of(ANSWER, two, calls))
            .with(
                "l\2\1\1",
                "B",
                "\1s\0",
                "\1v\0",
                "\4(so)\0",
                "\uffff",
                "\0\0\0\0",
                "\1t\0",
                "\2ay\0")
            .failing(IOException.class));
  }

  private static void messages(byte[] input) throws IOException {
    Incoming line = new Incoming(Channels.newChannel(new ByteArrayInputStream(input)));
    try {
      String _ = line.line(256);
    } catch (IOException noWelcome) {
      // Most inputs begin with a message.
    }
    Incoming incoming = new Incoming(Channels.newChannel(new ByteArrayInputStream(input)));
    for (int count = 0; count < 1000; count++) {
      use(incoming.message());
    }
  }

  private static void use(Message message) throws IOException {
    Object value = message.body().variant();
    List<Object> values = new ArrayList<>();
    for (int at = 0; at < 13; at++) {
      values.add(value);
    }
    Object _ = BusUnits.stateOf(values).words();
    Object _ = BootTimes.names(message.body());
  }
}
