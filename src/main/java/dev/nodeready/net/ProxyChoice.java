package dev.nodeready.net;

import dev.nodeready.net.CallException.Stage;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which proxy a URL goes through, by the rules of Go programs. */
public final class ProxyChoice {
  private final Map<String, String> environment;
  private final NoProxy direct;

  public ProxyChoice(Map<String, String> environment) {
    this.environment = environment;
    this.direct = new NoProxy(value("NO_PROXY"));
  }

  /**
   * The proxy for a URL; null for the direct way.
   *
   * @throws CallException when the variable names no usable proxy
   */
  public @Nullable URI proxyFor(URI url) throws CallException {
    boolean encrypted = "https".equals(url.getScheme());
    String proxy = value(encrypted ? "HTTPS_PROXY" : "HTTP_PROXY").strip();
    // Under CGI, HTTP_PROXY is a header of whoever asks, not a setting.
    if (proxy.isEmpty() || (!encrypted && environment.containsKey("REQUEST_METHOD"))) {
      return null;
    }
    String host = Dialer.host(url).toLowerCase(Locale.ROOT);
    return own(host) || direct.matches(host, Dialer.port(url)) ? null : parsed(proxy);
  }

  private static boolean own(String host) {
    InetAddress address = GoAddress.of(host);
    return host.equals("localhost") || (address != null && address.isLoopbackAddress());
  }

  private String value(String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  private static URI parsed(String proxy) throws CallException {
    URI uri;
    try {
      uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    } catch (IllegalArgumentException e) {
      // The cause would repeat the password.
      throw unusable(proxy);
    }
    boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!known || uri.getHost() == null) {
      throw unusable(proxy);
    }
    return uri;
  }

  private static CallException unusable(String proxy) {
    return new CallException(
        Stage.PROXY, "the proxy " + Proxies.masked(proxy) + " is no http or https URL", null);
  }
}
