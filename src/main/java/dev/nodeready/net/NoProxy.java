package dev.nodeready.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of {@code NO_PROXY}: names with all below them, {@code .name} for only what is below,
 * addresses, CIDRs, each of them with a port if wanted, and {@code *} for everything.
 */
public final class NoProxy {
  private final List<Entry> entries = new ArrayList<>();

  NoProxy(String list) {
    for (String entry : list.split(",", -1)) {
      String text = entry.strip().toLowerCase(Locale.ROOT);
      if (!text.isEmpty()) {
        entries.add(parsed(text));
      }
    }
  }

  /** One entry of the list. */
  private sealed interface Entry {
    boolean matches(String host, @Nullable InetAddress address, int port);
  }

  private record Everything() implements Entry {
    @Override
    public boolean matches(String host, @Nullable InetAddress address, int port) {
      return true;
    }
  }

  private record Net(InetAddress base, int bits) implements Entry {
    @Override
    public boolean matches(String host, @Nullable InetAddress address, int port) {
      return address != null && samePrefix(base.getAddress(), address.getAddress(), bits);
    }
  }

  private record Address(InetAddress wanted, String wantedPort) implements Entry {
    @Override
    public boolean matches(String host, @Nullable InetAddress address, int port) {
      return wanted.equals(address) && portFits(wantedPort, port);
    }
  }

  private record Name(String suffix, boolean itself, String wantedPort) implements Entry {
    @Override
    public boolean matches(String host, @Nullable InetAddress address, int port) {
      boolean fits = host.endsWith(suffix) || (itself && host.equals(suffix.substring(1)));
      return address == null && fits && portFits(wantedPort, port);
    }
  }

  /**
   * Whether the host is reached directly.
   *
   * @param host in lower case, an IPv6 address without brackets
   */
  boolean matches(String host, int port) {
    InetAddress address = literal(host);
    for (Entry entry : entries) {
      if (entry.matches(host, address, port)) {
        return true;
      }
    }
    return false;
  }

  /** The address that a text is, null where it is a name. */
  public static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Entry parsed(String text) {
    if (text.equals("*")) {
      return new Everything();
    }
    Entry net = net(text);
    if (net != null) {
      return net;
    }
    InetAddress whole = literal(bare(text));
    int colon = text.lastIndexOf(':');
    String port = whole == null && colon >= 0 ? text.substring(colon + 1) : "";
    String host = bare(whole == null && colon >= 0 ? text.substring(0, colon) : text);
    InetAddress address = literal(host);
    if (address != null) {
      return new Address(address, port);
    }
    String name = host.startsWith("*.") ? host.substring(1) : host;
    boolean below = name.startsWith(".");
    return new Name(below ? name : "." + name, !below, port);
  }

  private static @Nullable Entry net(String text) {
    int slash = text.indexOf('/');
    InetAddress base = slash < 0 ? null : literal(text.substring(0, slash));
    if (base == null || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return null;
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    return bits > base.getAddress().length * 8 ? null : new Net(base, bits);
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean portFits(String wanted, int port) {
    return wanted.isEmpty() || wanted.equals(Integer.toString(port));
  }

  private static boolean samePrefix(byte[] one, byte[] other, int bits) {
    if (one.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
