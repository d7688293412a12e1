package dev.nodeready.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/** The kernel's ways to addresses, as far as one can tell them apart without a packet sent. */
@FunctionalInterface
interface Routes {
  /**
   * Asks the kernel itself: connecting a datagram socket looks a route up and sends nothing. That
   * is cheaper than to read the tables, goes by rules and metrics too, and a change of ways that
   * lead elsewhere, of which a node with pods has many, is none.
   */
  Routes KERNEL = Routes::ofKernel;

  /**
   * The machine's own address that packets to {@code destination} would bear; empty where no route
   * leads there.
   */
  String to(InetAddress destination);

  private static String ofKernel(InetAddress destination) {
    StandardProtocolFamily family =
        destination instanceof Inet6Address
            ? StandardProtocolFamily.INET6
            : StandardProtocolFamily.INET;
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      // The discard port, to which nothing is sent all the same.
      channel.connect(new InetSocketAddress(destination, 9));
      return channel.getLocalAddress() instanceof InetSocketAddress own
          ? own.getAddress().getHostAddress()
          : "";
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
