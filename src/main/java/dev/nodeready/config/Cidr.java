package dev.nodeready.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** CIDRs and IP addresses as texts; never asks a name server. */
final class Cidr {
  private Cidr() {}

  /** What is wrong with a CIDR, or null where nothing is. */
  static @Nullable String problem(String cidr) {
    int slash = cidr.indexOf('/');
    if (slash < 0) {
      return "has no prefix length";
    }
    String address = cidr.substring(0, slash);
    if (!isAddress(address)) {
      return "does not begin with an IP address";
    }
    int bits = address.indexOf(':') < 0 ? 32 : 128;
    int length = number(cidr.substring(slash + 1));
    return length < 0 || length > bits ? "has no prefix length from 0 to " + bits : null;
  }

  /** Whether a right CIDR has a tenth address, which is the DNS service's. */
  static boolean hasTenth(String cidr) {
    int slash = cidr.indexOf('/');
    int bits = cidr.indexOf(':') < 0 ? 32 : 128;
    return bits - number(cidr.substring(slash + 1)) >= 4;
  }

  /** Whether the text is an IPv4 or IPv6 address, written in full. */
  static boolean isAddress(String text) {
    return text.indexOf(':') < 0 ? isIpv4(text) : isIpv6(text);
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      int number = number(part);
      if (number < 0 || number > 255) {
        return false;
      }
    }
    return parts.length == 4;
  }

  private static boolean isIpv6(String text) {
    if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress().length > 0;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** A number of at most three digits without a leading zero, else -1. */
  private static int number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 3;
    for (int at = 0; at < text.length(); at++) {
      digits &= text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
    return digits && (text.length() == 1 || text.charAt(0) != '0') ? Integer.parseInt(text) : -1;
  }
}
