package dev.nodeready.aws;

import dev.nodeready.net.CallException;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.net.Http;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the metadata service may be: at the address that the environment names, else at the IPv4
 * one, and at the IPv6 one where nobody can be reached by IPv4. The one that was reached last is
 * asked first.
 */
final class ImdsEndpoints {
  private static final String FOUR = "http://169.254.169.254";
  private static final String SIX = "http://[fd00:ec2::254]";
  private static final Http.Bounds BOUNDS =
      new Http.Bounds(
          Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(5), 1024 * 1024);

  private final List<String> all;
  private final Http http;
  private int first;

  ImdsEndpoints(Map<String, String> environment, Time time) {
    this(of(environment), new Http(time, Tls.of(environment)));
  }

  ImdsEndpoints(List<String> all, Http http) {
    this.all = all;
    this.http = http;
  }

  /** All of them, for messages. */
  String shown() {
    return String.join(" and ", all);
  }

  /** Asks once where somebody can be reached. */
  Http.Answer send(String method, String path, Map<String, String> headers)
      throws CallException, InterruptedException {
    try {
      return send(first, method, path, headers);
    } catch (CallException e) {
      if (all.size() == 1 || !unreached(e)) {
        throw e;
      }
      return sendElsewhere(e, method, path, headers);
    }
  }

  private Http.Answer sendElsewhere(
      CallException before, String method, String path, Map<String, String> headers)
      throws CallException, InterruptedException {
    int other = 1 - first;
    try {
      Http.Answer answer = send(other, method, path, headers);
      first = other;
      return answer;
    } catch (CallException e) {
      if (!unreached(e)) {
        first = other;
        throw e;
      }
      throw new CallException(before.stage(), before.happened() + "; " + e.happened(), e);
    }
  }

  private Http.Answer send(int which, String method, String path, Map<String, String> headers)
      throws CallException, InterruptedException {
    URI uri;
    try {
      uri = URI.create(all.get(which) + path);
    } catch (IllegalArgumentException e) {
      throw ImdsFailures.badEndpoint(all.get(which), e);
    }
    return http.send(new Http.Request(method, uri, headers, ""), BOUNDS, null);
  }

  private static boolean unreached(CallException e) {
    return e.stage() == Stage.CONNECT || e.stage() == Stage.CONNECT_TIMEOUT;
  }

  private static List<String> of(Map<String, String> environment) {
    String given = environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT", "").strip();
    if (!given.isEmpty()) {
      return List.of(given.endsWith("/") ? given.substring(0, given.length() - 1) : given);
    }
    String mode = environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "").strip();
    if (mode.isEmpty()) {
      return List.of(FOUR, SIX);
    }
    return List.of("IPv6".equalsIgnoreCase(mode) ? SIX : FOUR);
  }
}
