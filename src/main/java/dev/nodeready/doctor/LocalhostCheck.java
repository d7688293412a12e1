package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether {@code localhost} leads to this machine: by {@code /etc/hosts}, as Go programs without
 * the C library look it up, else by the system's own resolver.
 */
final class LocalhostCheck {
  private static final String HOSTS = "/etc/hosts";
  private static final String NAME = "localhost";

  private LocalhostCheck() {}

  static Check check() {
    return new Check(
        NAME, Set.of(Code.HOST_LOCALHOST_UNRESOLVED), Need.NOTHING, LocalhostCheck::look);
  }

  private static Looked look(Patient patient) {
    List<String> lines = patient.lines(HOSTS);
    for (int at = 0; at < lines.size(); at++) {
      List<String> words = List.of(lines.get(at).replaceFirst("#.*", "").strip().split("\\s+"));
      if (words.contains(NAME)) {
        return isLoopback(words.getFirst())
            ? Looked.FINE
            : Looked.found(astray(HOSTS + ":" + (at + 1), lines.get(at)));
      }
    }
    return patient.isMachine() && resolves()
        ? Looked.FINE
        : Looked.found(
            Finding.warning(
                Code.HOST_LOCALHOST_UNRESOLVED,
                patient.isMachine() ? Confidence.SEEN : Confidence.LIKELY,
                "nothing says where localhost is, which kubelet looks up",
                Evidence.of(
                    HOSTS,
                    lines.isEmpty()
                        ? "it is empty, or not there"
                        : "no line of it names localhost")));
  }

  private static Finding astray(String source, String line) {
    return Finding.failure(
        Code.HOST_LOCALHOST_UNRESOLVED,
        Confidence.SEEN,
        "localhost leads to another machine",
        Evidence.of(source, line));
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1");
  }

  private static boolean resolves() {
    try {
      return Stream.of(InetAddress.getAllByName(NAME)).anyMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
