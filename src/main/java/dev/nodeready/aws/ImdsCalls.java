package dev.nodeready.aws;

import dev.nodeready.aws.CallException.Stage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single questions to the metadata service, and the token that they carry. */
final class ImdsCalls {
  private static final int TTL_SECONDS = 300;
  private static final int LONGEST_TOKEN = 4096;
  private static final Http.Bounds BOUNDS =
      new Http.Bounds(
          Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(5), 1024 * 1024);

  private final boolean disabled;
  private final String endpoint;
  private final Http http;
  private final Time time;
  private @Nullable Token token;

  /** A token with its end; an empty text where the service has no tokens. */
  private record Token(String text, Deadline end) {}

  ImdsCalls(Map<String, String> environment, Time time) {
    this.disabled = "true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
    this.endpoint = endpoint(environment);
    this.http = new Http(time, Tls.of(environment));
    this.time = time;
  }

  /** The body at a path, null where there is none. */
  synchronized byte @Nullable [] get(String path) {
    if (disabled) {
      throw ImdsFailures.disabled();
    }
    Http.Answer answer = get(path, token());
    if (answer.status() == 401) {
      // The token ended early, or the service now wants one.
      token = null;
      answer = get(path, token());
    }
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 404 -> null;
      case 401 -> {
        token = null;
        throw ImdsFailures.tokenRefused(path);
      }
      default -> throw ImdsFailures.status("GET " + path, answer.status());
    };
  }

  private Http.Answer get(String path, String text) {
    Map<String, String> headers =
        text.isEmpty() ? Map.of() : Map.of("x-aws-ec2-metadata-token", text);
    try {
      return http.send(request("GET", path, headers), BOUNDS, null);
    } catch (CallException e) {
      throw ImdsFailures.noAnswer("GET " + path, endpoint, e);
    }
  }

  private String token() {
    if (token == null || token.end().passed()) {
      token = newToken();
    }
    return token.text();
  }

  private Token newToken() {
    Http.Answer answer = putToken();
    return switch (answer.status()) {
      case 200 -> new Token(checked(answer.text().strip()), end(answer));
      case 403, 404, 405 -> new Token("", Deadline.after(Duration.ofSeconds(TTL_SECONDS), time));
      default -> throw ImdsFailures.status("PUT /latest/api/token", answer.status());
    };
  }

  private Http.Answer putToken() {
    String seconds = Integer.toString(TTL_SECONDS);
    try {
      return http.send(
          request(
              "PUT", "/latest/api/token", Map.of("x-aws-ec2-metadata-token-ttl-seconds", seconds)),
          BOUNDS,
          null);
    } catch (CallException e) {
      if (e.stage() == Stage.ANSWER_TIMEOUT) {
        throw ImdsFailures.hopLimit(endpoint, e);
      }
      throw ImdsFailures.noAnswer("PUT /latest/api/token", endpoint, e);
    }
  }

  private Http.Request request(String method, String path, Map<String, String> headers) {
    try {
      return new Http.Request(method, URI.create(endpoint + path), headers, "");
    } catch (IllegalArgumentException e) {
      throw ImdsFailures.badEndpoint(endpoint, e);
    }
  }

  /** Ends before the service's own end, so that a token never ends on its way. */
  private Deadline end(Http.Answer answer) {
    String said = answer.header("x-aws-ec2-metadata-token-ttl-seconds");
    int seconds = said.matches("[0-9]{1,5}") ? Integer.parseInt(said) : TTL_SECONDS;
    return Deadline.after(Duration.ofSeconds(Math.max(1, seconds - 5)), time);
  }

  private static String checked(String text) {
    boolean plain = !text.isEmpty() && text.length() <= LONGEST_TOKEN;
    for (int i = 0; plain && i < text.length(); i++) {
      plain = text.charAt(i) > ' ' && text.charAt(i) < 127;
    }
    if (!plain) {
      throw ImdsFailures.badAnswer("/latest/api/token", "that is no token", null);
    }
    return text;
  }

  private static String endpoint(Map<String, String> environment) {
    String given = environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT", "").strip();
    if (!given.isEmpty()) {
      return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
    }
    boolean six =
        "IPv6".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"));
    return six ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
  }
}
