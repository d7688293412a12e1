package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.CallException;
import dev.nodeready.net.Http;
import dev.nodeready.net.Proxies;
import dev.nodeready.net.ProxyChoice;
import dev.nodeready.net.Rerouted;
import dev.nodeready.net.RoutePause;
import dev.nodeready.net.RouteTrigger;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls AWS APIs: signs, goes through the proxy that the environment wants, repeats what may pass
 * and says plainly what will not.
 */
final class Api {
  private static final int LARGEST = 1024 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Where attempts are counted, one lasts as long as those who count them know it. */
  private static final Duration COUNTED_CONNECT = Duration.ofSeconds(30);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(60);

  /** Up to which pauses grow where an account asks too often: all its nodes share one limit. */
  private static final Duration THROTTLED = Duration.ofMinutes(1);

  private final Map<String, String> environment;
  private final Imds imds;
  private final Credentials credentials;
  private final Endpoints endpoints;
  private final ProxyChoice proxies;
  private final Http http;
  private final Time time;
  private final int attempts;

  Api(Map<String, String> environment, Imds imds, Time time) {
    this.environment = environment;
    this.imds = imds;
    this.credentials = new Credentials(environment, imds, time);
    this.endpoints = new Endpoints(environment);
    this.proxies = new ProxyChoice(environment);
    this.http = new Http(time, Tls.of(environment));
    this.time = time;
    this.attempts = Attempts.of(environment);
  }

  /** Makes sense of an answer; a failure that it throws counts like one of the call. */
  interface Reading<T> {
    T read(Http.Answer answer) throws IOException;
  }

  private record Outcome<T>(@Nullable T value, @Nullable FailureException failure) {}

  /** The region of the environment, else that of the profile in use, else the instance's. */
  String region() throws InterruptedException {
    for (String name : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      String region = environment.getOrDefault(name, "").strip();
      if (!region.isEmpty()) {
        return checked(region);
      }
    }
    String ofProfile = Credentials.elsewhere(environment) ? SdkChain.region(environment) : "";
    return checked(ofProfile.isEmpty() ? imds.identity().region() : ofProfile);
  }

  /**
   * Does what the first call begins with.
   *
   * @return whether there is something to do; not where a service is asked in the clear
   */
  boolean prepareTls(String service) {
    URI given = endpoints.given(service);
    boolean needed = given == null || given.getScheme().equals("https");
    if (needed) {
      http.prepareTls();
    }
    return needed;
  }

  /**
   * Calls until an answer can be read or the policy's budget ends.
   *
   * @throws FailureException {@code AWS_*}
   */
  <T> T call(ApiCall call, RetryPolicy policy, Reading<T> reading) throws InterruptedException {
    Way way = new Way(call, endpoints, attempts);
    Outcome<T> outcome =
        Retry.with(policy)
            .waitingFor("an answer to " + call.action())
            .pausingBy(failure -> byCause(failure, policy))
            .pausing(RoutePause.to(targets(way.endpoint())))
            .run(
                Deadline.after(policy.budget(), time),
                (n, deadline) -> once(call, way, reading, deadline));
    if (outcome.failure() != null) {
      throw outcome.failure();
    }
    if (outcome.value() == null) {
      throw new IllegalStateException("neither a value nor a failure");
    }
    return outcome.value();
  }

  private static RetryPolicy byCause(Failure failure, RetryPolicy policy) {
    return failure.code() == Code.AWS_THROTTLED ? throttled(policy) : policy;
  }

  /** The pauses after an answer that says that too many ask. */
  static RetryPolicy throttled(RetryPolicy policy) {
    return policy.amongMany(THROTTLED);
  }

  private <T> Outcome<T> once(ApiCall call, Way way, Reading<T> reading, Deadline deadline)
      throws InterruptedException {
    Http.Answer answer;
    try {
      answer = send(call, way.endpoint(), deadline);
    } catch (CallException e) {
      FailureException failure = way.failed(e, proxyText(way.endpoint()));
      if (way.exhausted()) {
        return new Outcome<>(null, failure);
      }
      way.turn();
      throw failure;
    }
    if (answer.status() != 200) {
      throw refused(call, answer);
    }
    try {
      return new Outcome<>(reading.read(answer), null);
    } catch (IOException e) {
      throw ApiFailures.badAnswer(call, e);
    }
  }

  private FailureException refused(ApiCall call, Http.Answer answer) {
    ApiError error = ApiError.of(answer);
    if (error.code().contains("Expired") || error.code().equals("InvalidClientTokenId")) {
      credentials.forget();
    }
    return ApiFailures.refused(call, error, credentials.owner());
  }

  private Http.Answer send(ApiCall call, URI endpoint, Deadline deadline)
      throws CallException, InterruptedException {
    URI proxy = proxies.proxyFor(endpoint);
    Http.Request request = Signing.signed(call, endpoint, credentials.get());
    Duration connect = attempts == Integer.MAX_VALUE ? CONNECT : COUNTED_CONNECT;
    Http.Bounds bounds = new Http.Bounds(connect, ANSWER, deadline.atMost(WHOLE), LARGEST);
    RouteTrigger ways = RouteTrigger.to(targets(endpoint), time);
    return Rerouted.call(() -> http.send(request, bounds, proxy), ways);
  }

  /** Whom a call to an endpoint connects to. */
  private List<URI> targets(URI endpoint) {
    try {
      URI proxy = proxies.proxyFor(endpoint);
      return List.of(proxy == null ? endpoint : proxy);
    } catch (CallException e) {
      // The call itself tells of a proxy that is none.
      return List.of(endpoint);
    }
  }

  private String proxyText(URI endpoint) {
    try {
      URI proxy = proxies.proxyFor(endpoint);
      return proxy == null ? "" : Proxies.masked(proxy.toString());
    } catch (CallException e) {
      return "";
    }
  }

  private static String checked(String region) {
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw ApiFailures.badRegion(region);
    }
    return region;
  }
}
