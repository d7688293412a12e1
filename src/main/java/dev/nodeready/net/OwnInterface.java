package dev.nodeready.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The interfaces of this machine, by their addresses. */
public final class OwnInterface {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private OwnInterface() {}

  /**
   * The hardware address of the interface that has an address, as {@code 0e:49:61:0f:c3:11}; empty
   * where none has it, and where that has none itself.
   *
   * @param address IPv4 or IPv6, as text
   */
  public static String hardwareAddress(String address) {
    InetAddress literal = NoProxy.literal(address);
    try {
      NetworkInterface found = literal == null ? null : NetworkInterface.getByInetAddress(literal);
      byte @Nullable [] bytes = found == null ? null : found.getHardwareAddress();
      return bytes == null ? "" : COLONS.formatHex(bytes);
    } catch (SocketException e) {
      return "";
    }
  }
}
