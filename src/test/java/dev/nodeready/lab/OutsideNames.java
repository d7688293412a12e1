package dev.nodeready.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name server that knows three names. Modes: {@code well}; {@code hang}, no answer; {@code slow
 * MILLIS}; {@code nxdomain} and {@code servfail}, whatever is asked for; {@code wrong}, an address
 * where nobody is.
 */
final class OutsideNames {
  private static final Set<String> NAMES = Set.of("api.lab", "ec2.lab", "registry.lab");
  private static final int SIZE = 512;
  private static final int HEAD = 12;
  private static final int SERVFAIL = 2;
  private static final int NXDOMAIN = 3;

  private final Outside outside;
  private final InetAddress own;
  private final DatagramSocket socket;

  OutsideNames(Outside outside, InetAddress own) throws IOException {
    this.outside = outside;
    this.own = own;
    this.socket = new DatagramSocket(53, own);
  }

  void listen() {
    Thread.ofPlatform().daemon().name("names").start(this::serve);
  }

  private void serve() {
    while (true) {
      DatagramPacket asked = new DatagramPacket(new byte[SIZE], SIZE);
      try {
        socket.receive(asked);
      } catch (IOException e) {
        return;
      }
      Thread.ofVirtual().start(() -> answer(asked));
    }
  }

  private void answer(DatagramPacket asked) {
    String[] mode = outside.asked(asked.getAddress(), "names");
    try {
      switch (mode[0]) {
        case "well" -> send(asked, own, NXDOMAIN);
        case "slow" -> {
          Thread.sleep(Long.parseLong(mode[1]));
          send(asked, own, NXDOMAIN);
        }
        case "wrong" -> send(asked, InetAddress.getByName("192.0.2.99"), NXDOMAIN);
        case "nxdomain" -> send(asked, null, NXDOMAIN);
        case "servfail" -> send(asked, null, SERVFAIL);
        default -> {}
      }
    } catch (IOException | InterruptedException e) {
      // Whoever asked has gone.
    }
  }

  /** Says that a name is that address; where there is none, or no such name, that error. */
  private void send(DatagramPacket asked, @Nullable InetAddress address, int error)
      throws IOException {
    byte[] question = Arrays.copyOf(asked.getData(), asked.getLength());
    String name = name(question);
    int end = HEAD + name.length() + 2 + 4;
    if (end > question.length) {
      return;
    }
    boolean known = address != null && NAMES.contains(name.toLowerCase(Locale.ROOT));
    boolean answered = known && question[end - 3] == 1;
    ByteBuffer packet = ByteBuffer.allocate(SIZE);
    packet.put(question, 0, 2).put((byte) (0x84 | (question[2] & 1)));
    packet.put((byte) (0x80 | (known ? 0 : error)));
    packet.putShort((short) 1).putShort((short) (answered ? 1 : 0)).putInt(0);
    packet.put(question, HEAD, end - HEAD);
    if (answered && address != null) {
      packet.putShort((short) 0xC00C).putShort((short) 1).putShort((short) 1);
      packet.putInt(1).putShort((short) 4).put(address.getAddress());
    }
    socket.send(new DatagramPacket(packet.array(), packet.position(), asked.getSocketAddress()));
  }

  /** The question's name with dots. */
  private static String name(byte[] question) {
    StringBuilder name = new StringBuilder();
    int at = HEAD;
    while (at < question.length && question[at] > 0 && at + question[at] < question.length) {
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
      at += question[at] + 1;
    }
    return name.toString();
  }
}
