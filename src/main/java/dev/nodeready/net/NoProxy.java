package dev.nodeready.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of {@code NO_PROXY}: names with all below them, {@code .name} for only what is below,
 * addresses, CIDRs, each of them with a port if wanted, and {@code *} for everything. What counts
 * is how Go programs read it ({@code golang.org/x/net/http/httpproxy}), since kubelet and
 * containerd go by the same list.
 */
public final class NoProxy {
  private final List<Entry> entries = new ArrayList<>();

  NoProxy(String list) {
    for (String entry : list.split(",", -1)) {
      String text = entry.strip().toLowerCase(Locale.ROOT);
      Entry one = text.isEmpty() ? null : parsed(text);
      if (one != null) {
        entries.add(one);
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

  private static final class Net implements Entry {
    private final byte[] base;
    private final int bits;

    Net(byte[] base, int bits) {
      this.base = base;
      this.bits = bits;
    }

    @Override
    public boolean matches(String host, @Nullable InetAddress address, int port) {
      return address != null && samePrefix(base, address.getAddress(), bits);
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
    InetAddress address = GoAddress.of(host);
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

  /** Null where it names nothing. */
  private static @Nullable Entry parsed(String text) {
    if (text.equals("*")) {
      return new Everything();
    }
    Entry net = net(text);
    if (net != null) {
      return net;
    }
    GoAddress.HostPort split = GoAddress.split(text);
    String host = split == null ? text : split.host();
    String port = split == null ? "" : split.port();
    InetAddress address = GoAddress.of(host);
    if (address != null) {
      return new Address(address, port);
    }
    String name = host.startsWith("*.") ? host.substring(1) : host;
    boolean below = name.startsWith(".");
    return name.isEmpty() ? null : new Name(below ? name : "." + name, !below, port);
  }

  private static @Nullable Entry net(String text) {
    int slash = text.indexOf('/');
    byte[] base = slash < 0 ? null : GoAddress.bytes(text.substring(0, slash));
    if (base == null || !text.substring(slash + 1).matches("0*[0-9]{1,3}")) {
      return null;
    }
    int bits = Integer.parseInt(text.substring(slash + 1));
    if (bits > base.length * 8) {
      return null;
    }
    return base.length == 16 && bits >= 96 && GoAddress.isMapped(base)
        ? new Net(Arrays.copyOfRange(base, 12, 16), bits - 96)
        : new Net(base, bits);
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
