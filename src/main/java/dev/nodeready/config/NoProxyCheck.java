package dev.nodeready.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/**
 * Looks at {@code NO_PROXY} as Go programs read it: names, addresses and networks, with commas. A
 * network counts only for hosts that are given as addresses, so it does not cover an API server
 * that is given by name.
 */
final class NoProxyCheck {
  /** Lists for all services that do not name it are completed, by the API server among others. */
  private static final String METADATA = "169.254.169.254";

  private final Report report;
  private final String apiServer;

  NoProxyCheck(Report report, String apiServerEndpoint) {
    this.report = report;
    this.apiServer = host(apiServerEndpoint);
  }

  /**
   * Looks at the lists of a service.
   *
   * @param service {@code default} for those of all services
   */
  void check(String service, Map<String, String> variables) {
    String path = Paths.member("spec.instance.environment", service);
    for (String name : new String[] {"NO_PROXY", "no_proxy"}) {
      String list = variables.get(name);
      if (list != null && !list.isEmpty()) {
        boolean asWritten = !service.equals("default") || list.contains(METADATA);
        entries(list, Paths.member(path, name), asWritten && isProxied(variables));
      }
    }
  }

  private static boolean isProxied(Map<String, String> variables) {
    return variables.containsKey("HTTPS_PROXY") || variables.containsKey("https_proxy");
  }

  private void entries(String list, String path, boolean proxied) {
    boolean networks = false;
    boolean covered = apiServer.isEmpty();
    for (String raw : list.split(",", -1)) {
      String entry = raw.strip();
      if (!entry.isEmpty() && !isHost(entry)) {
        report.warn(
            path,
            Suggest.quote(entry) + " is no name, address or network, so it covers nothing",
            "write names, addresses and networks, with commas between them");
      }
      networks |= entry.indexOf('/') >= 0;
      covered |= covers(entry.toLowerCase(Locale.ROOT));
    }
    if (proxied && networks && !covered) {
      report.warn(
          path,
          "does not name the API server "
              + apiServer
              + ", so kubelet asks the proxy for it:"
              + " networks count only for hosts that are given as addresses",
          "add " + apiServer + ", unless the proxy is to be asked");
    }
  }

  private static boolean isHost(String entry) {
    boolean pair = entry.indexOf('[') < 0 ? entry.indexOf(']') < 0 : entry.startsWith("[");
    return pair
        && (entry.indexOf('[') < 0 || entry.indexOf(']') > 0)
        && Words.isMadeOf(entry, ".-_:/*[]%");
  }

  private boolean covers(String entry) {
    String name = entry.startsWith("*.") ? entry.substring(1) : entry;
    return name.equals("*")
        || name.equals(apiServer)
        || (!name.isEmpty() && apiServer.endsWith(name.startsWith(".") ? name : "." + name))
        || Cidr.isAddress(apiServer);
  }

  private static String host(String endpoint) {
    try {
      String host = new URI(endpoint).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
