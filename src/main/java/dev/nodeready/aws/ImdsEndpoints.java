package dev.nodeready.aws;

import dev.nodeready.net.CallException;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.net.Http;
import dev.nodeready.net.Rerouted;
import dev.nodeready.net.RoutePause;
import dev.nodeready.net.RouteTrigger;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

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
  private final Time time;
  private volatile int first;
  private @Nullable RouteTrigger ways;

  ImdsEndpoints(Map<String, String> environment, Time time) {
    this(of(environment), new Http(time, Tls.of(environment)), time);
  }

  ImdsEndpoints(List<String> all, Http http, Time time) {
    this.all = all;
    this.http = http;
    this.time = time;
  }

  /** All of them, for messages. */
  String shown() {
    return String.join(" and ", all);
  }

  /** How to pause before another question where nobody was reached. */
  RoutePause pause() {
    return RoutePause.toNear(uris(""));
  }

  /**
   * Asks once where somebody can be reached. From the first time on that nobody could, until
   * somebody is, a question is asked anew when the ways change.
   */
  Http.Answer send(String method, String path, Map<String, String> headers)
      throws CallException, InterruptedException {
    List<URI> uris = uris(path);
    RouteTrigger known = ways;
    if (known != null) {
      return rerouted(known, () -> sendAnywhere(uris, method, headers));
    }
    try {
      return send(uris.get(first), method, headers);
    } catch (CallException e) {
      if (!e.unreached()) {
        throw e;
      }
      RouteTrigger begun = RouteTrigger.to(uris, time);
      ways = begun;
      if (all.size() == 1) {
        throw e;
      }
      return rerouted(begun, () -> sendElsewhere(e, uris, method, headers));
    }
  }

  private Http.Answer rerouted(RouteTrigger watched, Callable<Http.Answer> call)
      throws CallException, InterruptedException {
    try {
      Http.Answer answer = Rerouted.call(call, watched);
      ways = null;
      return answer;
    } catch (CallException e) {
      ways = e.unreached() ? watched : null;
      throw e;
    }
  }

  private Http.Answer sendAnywhere(List<URI> uris, String method, Map<String, String> headers)
      throws CallException, InterruptedException {
    try {
      return send(uris.get(first), method, headers);
    } catch (CallException e) {
      if (all.size() == 1 || !e.unreached()) {
        throw e;
      }
      return sendElsewhere(e, uris, method, headers);
    }
  }

  private Http.Answer sendElsewhere(
      CallException before, List<URI> uris, String method, Map<String, String> headers)
      throws CallException, InterruptedException {
    int other = 1 - first;
    try {
      Http.Answer answer = send(uris.get(other), method, headers);
      first = other;
      return answer;
    } catch (CallException e) {
      if (!e.unreached()) {
        first = other;
        throw e;
      }
      Stage stage = e.stage() == Stage.REFUSED ? Stage.REFUSED : before.stage();
      throw new CallException(stage, before.happened() + "; " + e.happened(), e);
    }
  }

  private Http.Answer send(URI uri, String method, Map<String, String> headers)
      throws CallException, InterruptedException {
    return http.send(new Http.Request(method, uri, headers, ""), BOUNDS, null);
  }

  private List<URI> uris(String path) {
    List<URI> uris = new ArrayList<>();
    for (String endpoint : all) {
      try {
        uris.add(URI.create(endpoint + path));
      } catch (IllegalArgumentException e) {
        throw ImdsFailures.badEndpoint(endpoint, e);
      }
    }
    return uris;
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
