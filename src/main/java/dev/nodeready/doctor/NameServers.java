package dev.nodeready.doctor;

import dev.nodeready.failure.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The name servers of {@code /etc/resolv.conf}, each asked by itself (RFC 1035), so that one sees
 * which of them answered what.
 *
 * @param addresses three at most, as many as resolvers ask
 * @param port 53 but in tests
 */
record NameServers(List<String> addresses, int port) {
  private static final int MOST = 3;
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final int LONGEST = 1232;
  private static final List<String> ANSWERS =
      List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

  static NameServers of(Patient patient) {
    return new NameServers(
        patient.lines("/etc/resolv.conf").stream()
            .map(line -> line.strip().split("\\s+"))
            .filter(words -> words.length > 1 && words[0].equals("nameserver"))
            .map(words -> words[1])
            .limit(MOST)
            .toList(),
        53);
  }

  /** What each of them says of a host. */
  List<Evidence> asked(String host) {
    if (addresses.isEmpty()) {
      return List.of(Evidence.of("/etc/resolv.conf", "it names no name server"));
    }
    List<Evidence> all = new ArrayList<>();
    for (String address : addresses) {
      all.add(Evidence.of("name server " + address, answer(address, host)));
    }
    return all;
  }

  private String answer(String address, String host) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      byte[] question = question(host);
      socket.send(new DatagramPacket(question, question.length));
      DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
      socket.receive(answer);
      return told(answer);
    } catch (SocketTimeoutException e) {
      return "it said nothing within " + PATIENCE.toMillis() + " ms";
    } catch (IOException | IllegalArgumentException e) {
      return "it cannot be asked: " + Words.of(e);
    }
  }

  private static String told(DatagramPacket answer) {
    if (answer.getLength() < 12) {
      return "it answered something that is no answer";
    }
    int code = answer.getData()[3] & 0x0f;
    int records = ((answer.getData()[6] & 0xff) << 8) | (answer.getData()[7] & 0xff);
    String word = code < ANSWERS.size() ? ANSWERS.get(code) : "code " + code;
    return code == 0 && records == 0
        ? "it knows the name, and no address of it"
        : "it answered " + word;
  }

  /** A question for an IPv4 address, with recursion wanted. */
  private static byte[] question(String host) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x4e, 0x52, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : host.split("\\.", 0)) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      out.write(Math.min(bytes.length, 63));
      out.write(bytes, 0, Math.min(bytes.length, 63));
    }
    out.writeBytes(new byte[] {0, 0, 1, 0, 1});
    return out.toByteArray();
  }
}
