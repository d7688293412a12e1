package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The cluster's DNS service: the tenth address of the service network, found by address arithmetic.
 *
 * @param address as text, such as {@code 10.100.0.10} or {@code fd00:1234::a}
 * @param ipv6 whether the service network is IPv6
 */
public record ClusterDns(String address, boolean ipv6) {
  private static final int OFFSET = 10;

  /**
   * Of a service CIDR.
   *
   * @throws FailureException with code {@code CONFIG_CIDR_INVALID}
   */
  public static ClusterDns of(String cidr) {
    int slash = cidr.lastIndexOf('/');
    if (slash < 0) {
      throw invalid(cidr, "it has no prefix length");
    }
    InetAddress base = literal(cidr, cidr.substring(0, slash));
    byte[] bytes = base.getAddress();
    int bits = bytes.length * 8;
    int prefix = prefixLength(cidr, cidr.substring(slash + 1), bits);
    return new ClusterDns(text(tenth(bytes, prefix)), !(base instanceof Inet4Address));
  }

  private static byte[] tenth(byte[] bytes, int prefix) {
    int bits = bytes.length * 8;
    BigInteger network =
        new BigInteger(1, bytes).shiftRight(bits - prefix).shiftLeft(bits - prefix);
    byte[] sum = network.add(BigInteger.valueOf(OFFSET)).toByteArray();
    byte[] result = new byte[bytes.length];
    int length = Math.min(sum.length, result.length);
    System.arraycopy(sum, sum.length - length, result, result.length - length, length);
    return result;
  }

  /** Parses an address without ever asking a name server. */
  private static InetAddress literal(String cidr, String text) {
    boolean looksRight =
        text.indexOf(':') >= 0
            ? text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
            : text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!looksRight) {
      throw invalid(cidr, text + " is not an IP address");
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw invalid(cidr, text + " is not an IP address");
    }
  }

  private static int prefixLength(String cidr, String text, int bits) {
    int length = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    if (length < 0 || length > bits) {
      throw invalid(cidr, "/" + text + " is not a prefix length of 0 to " + bits);
    }
    return length;
  }

  /** IPv6 as RFC 5952 wants it, which is how Go and kubelet print it. */
  private static String text(byte[] address) {
    try {
      InetAddress parsed = InetAddress.getByAddress(address);
      return parsed instanceof Inet4Address
          ? parsed.getHostAddress()
          : Ipv6Text.of(parsed.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Certain not to join: kubelet ends at a {@code clusterDNS} that is no address. */
  private static FailureException invalid(String cidr, String why) {
    return Failure.permanent(
            Code.CONFIG_CIDR_INVALID,
            "find the DNS service's address in spec.cluster.cidr '" + cidr + "'",
            why)
        .asException();
  }
}
