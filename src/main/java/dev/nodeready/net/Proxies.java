package dev.nodeready.net;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proxies of the node's services: what goes past them, and how they are shown. The variables mean
 * what they mean to kubelet and containerd, both of which are Go programs.
 */
public final class Proxies {
  private static final List<String> ALWAYS_DIRECT =
      List.of("169.254.169.254", "fd00:ec2::254", "[fd00:ec2::254]", "localhost", "127.0.0.1");

  /** A host, a port and the slash behind them, with no user before. */
  private static final Pattern PLAIN_HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/");

  private static final String METADATA = ALWAYS_DIRECT.getFirst();

  private Proxies() {}

  /**
   * What the services are given: {@code NO_PROXY} completed, except where its writer thought of the
   * metadata address. Such a list was made for nodes, and stands byte by byte as nodeadm has it.
   *
   * @param defaultEnv of all services
   * @param serviceCidr empty when not known
   * @param apiServerEndpoint a URL; empty when not known
   */
  public static Map<String, String> ofServices(
      Map<String, String> defaultEnv, String serviceCidr, String apiServerEndpoint) {
    return isForNodes(defaultEnv)
        ? defaultEnv
        : completed(defaultEnv, serviceCidr, apiServerEndpoint);
  }

  /**
   * The environment with {@code NO_PROXY} completed: metadata addresses, localhost, the service
   * CIDR and the API server's host come after what the user wrote and never twice. Unchanged where
   * no proxy is set. The lower-case variables are served alike where they are used.
   *
   * @param defaultEnv of all services, as {@code spec.instance.environment.default} has it
   * @param serviceCidr empty when not known
   * @param apiServerEndpoint a URL; empty when not known
   */
  public static Map<String, String> completed(
      Map<String, String> defaultEnv, String serviceCidr, String apiServerEndpoint) {
    boolean upper = set(defaultEnv, "HTTP_PROXY") || set(defaultEnv, "HTTPS_PROXY");
    boolean lower = set(defaultEnv, "http_proxy") || set(defaultEnv, "https_proxy");
    if (!upper && !lower) {
      return defaultEnv;
    }
    List<String> direct = new ArrayList<>(ALWAYS_DIRECT);
    direct.add(serviceCidr);
    direct.add(hostOf(apiServerEndpoint));
    Map<String, String> completed = new LinkedHashMap<>(defaultEnv);
    String bigOne = defaultEnv.get("NO_PROXY");
    String smallOne = defaultEnv.get("no_proxy");
    if (upper || bigOne != null) {
      completed.put("NO_PROXY", extended(either(bigOne, smallOne), direct));
    }
    if (lower || smallOne != null) {
      completed.put("no_proxy", extended(either(smallOne, bigOne), direct));
    }
    return completed;
  }

  /** The URL with its user and password hidden, for people and logs. */
  public static String masked(String url) {
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    String rest = url.substring(start);
    int at = rest.lastIndexOf('@');
    // Behind a host's end an @ is part of the path; else it may end a password with a slash in it.
    return at < 0 || PLAIN_HOST.matcher(rest).lookingAt()
        ? url
        : url.substring(0, start) + "***@" + rest.substring(at + 1);
  }

  /** Whether what goes past the proxy names the metadata address. */
  private static boolean isForNodes(Map<String, String> environment) {
    return Stream.of("NO_PROXY", "no_proxy")
        .flatMap(name -> entries(environment.getOrDefault(name, "")).stream())
        .anyMatch(METADATA::equals);
  }

  private static boolean set(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  private static String either(@Nullable String first, @Nullable String second) {
    return first != null ? first : second != null ? second : "";
  }

  private static String extended(String list, List<String> direct) {
    List<String> known = entries(list);
    if (known.contains("*")) {
      return list;
    }
    StringBuilder all = new StringBuilder(list.strip());
    for (String entry : direct) {
      if (!entry.isEmpty() && !known.contains(entry.toLowerCase(Locale.ROOT))) {
        known.add(entry.toLowerCase(Locale.ROOT));
        all.append(all.isEmpty() || all.charAt(all.length() - 1) == ',' ? "" : ",").append(entry);
      }
    }
    return all.toString();
  }

  private static List<String> entries(String list) {
    List<String> entries = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      entries.add(entry.strip().toLowerCase(Locale.ROOT));
    }
    return entries;
  }

  private static String hostOf(String endpoint) {
    try {
      String host = URI.create(endpoint).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
