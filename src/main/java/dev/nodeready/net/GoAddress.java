package dev.nodeready.net;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as Go reads them: no zone, no part left out and no zero in front, all of which Java
 * takes. {@code 010.1.2.3} and {@code 10.1} are names to Go.
 */
final class GoAddress {
  private static final String PART = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final String IPV4 = PART + "(?:\\." + PART + "){3}";

  /** In front of an IPv4 address that is written as IPv6. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private GoAddress() {}

  /**
   * A host and a port.
   *
   * @param host without brackets
   */
  record HostPort(String host, String port) {}

  /** Null where the text is no address; one of IPv4 where it is one that is written as IPv6. */
  static @Nullable InetAddress of(String text) {
    String last = text.substring(text.lastIndexOf(':') + 1);
    boolean plain = last.indexOf('.') < 0 || last.matches(IPV4);
    boolean known = text.indexOf(':') >= 0 ? text.matches("[0-9a-fA-F:.]+") : !last.isEmpty();
    if (!plain || !known || (last.equals(text) && last.indexOf('.') < 0)) {
      return null;
    }
    return NoProxy.literal(text);
  }

  /** Sixteen bytes where it is written as IPv6, else four; null where it is no address. */
  static byte @Nullable [] bytes(String text) {
    InetAddress address = of(text);
    if (address == null || address.getAddress().length == 16 || text.indexOf(':') < 0) {
      return address == null ? null : address.getAddress();
    }
    byte[] mapped = Arrays.copyOf(MAPPED, 16);
    System.arraycopy(address.getAddress(), 0, mapped, 12, 4);
    return mapped;
  }

  /** Whether these sixteen bytes are those of an IPv4 address. */
  static boolean isMapped(byte[] address) {
    return Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
  }

  /** As {@code net.SplitHostPort}; null where there is no port, or it is not clear which. */
  static @Nullable HostPort split(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    int end = text.startsWith("[") ? text.indexOf(']') : -1;
    boolean bracketed = end >= 0 && end + 1 == colon;
    String host = bracketed ? text.substring(1, end) : text.substring(0, colon);
    String rest = host + text.substring(colon + 1);
    boolean unclear = (!bracketed && host.indexOf(':') >= 0) || rest.matches(".*[\\[\\]].*");
    return unclear || host.isEmpty() ? null : new HostPort(host, text.substring(colon + 1));
  }
}
