package dev.nodeready.net;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who is asked for names on this machine, as far as one sees that it has changed.
 *
 * @param files that resolvers read, or write where they forward
 */
record NameServers(List<Path> files) {
  /** Nobody: addresses need no resolver. */
  static final NameServers NONE = new NameServers(List.of());

  /**
   * The machine's own; systemd-resolved keeps what it learns of an interface in the last of them.
   */
  static final NameServers OF_MACHINE =
      new NameServers(
          List.of(
              Path.of("/etc/hosts"),
              Path.of("/etc/resolv.conf"),
              Path.of("/run/systemd/resolve/resolv.conf")));

  /**
   * Stands for whoever a name may lead to: addresses that only default routes lead to, since nobody
   * ever has them (RFC 5737, RFC 3849).
   */
  static final List<InetAddress> ANYBODY =
      List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));

  /** Another text whenever one of the files is another one. */
  String stamp() {
    StringBuilder stamp = new StringBuilder();
    for (Path file : files) {
      try {
        stamp.append(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
      } catch (IOException e) {
        stamp.append('-');
      }
      stamp.append(' ');
    }
    return stamp.toString();
  }
}
