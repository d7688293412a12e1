package dev.nodeready.aws;

import dev.nodeready.net.CallException;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.net.Http;
import dev.nodeready.net.RoutePause;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single questions to the metadata service, and the token that they carry. */
final class ImdsCalls {
  private static final int TTL_SECONDS = 300;
  private static final int LONGEST_TOKEN = 4096;
  private static final String TOKEN = "/latest/api/token";

  private final boolean disabled;
  private final ImdsEndpoints endpoints;
  private final Time time;
  private @Nullable Token token;

  /** A token with its end; an empty text where the service has no tokens. */
  private record Token(String text, Deadline end) {}

  ImdsCalls(Map<String, String> environment, Time time) {
    this.disabled = "true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
    this.endpoints = new ImdsEndpoints(environment, time);
    this.time = time;
  }

  /** How to pause before another question where nobody was reached. */
  RoutePause pause() {
    return endpoints.pause();
  }

  /** The body at a path, null where there is none. */
  synchronized byte @Nullable [] get(String path) throws InterruptedException {
    if (disabled) {
      throw ImdsFailures.disabled();
    }
    Http.Answer answer = ask(path);
    if (answer.status() == 401) {
      // The token ended early, or the service now wants one.
      token = null;
      answer = ask(path);
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

  private Http.Answer ask(String path) throws InterruptedException {
    if (token == null || token.end().passed()) {
      token = null;
      String seconds = Integer.toString(TTL_SECONDS);
      Map<String, String> headers = Map.of("x-aws-ec2-metadata-token-ttl-seconds", seconds);
      try {
        token = read(endpoints.send("PUT", TOKEN, headers));
      } catch (CallException e) {
        if (e.stage() == Stage.ANSWER_TIMEOUT) {
          return askWithoutToken(path, e);
        }
        throw ImdsFailures.noAnswer("PUT " + TOKEN, endpoints.shown(), e);
      }
    }
    return ask(path, token.text());
  }

  private Http.Answer ask(String path, String text) throws InterruptedException {
    Map<String, String> headers =
        text.isEmpty() ? Map.of() : Map.of("x-aws-ec2-metadata-token", text);
    try {
      return endpoints.send("GET", path, headers);
    } catch (CallException e) {
      throw ImdsFailures.noAnswer("GET " + path, endpoints.shown(), e);
    }
  }

  /**
   * Asks by version 1: more hops away than the instance's options allow, a token never arrives,
   * while other answers do.
   */
  private Http.Answer askWithoutToken(String path, CallException silence)
      throws InterruptedException {
    Http.Answer answer;
    try {
      answer = endpoints.send("GET", path, Map.of());
    } catch (CallException e) {
      throw ImdsFailures.silent(endpoints.shown(), silence);
    }
    if (answer.status() == 401) {
      throw ImdsFailures.hopLimit(endpoints.shown(), silence);
    }
    if (answer.status() == 200) {
      token = noToken();
    }
    return answer;
  }

  private Token read(Http.Answer answer) {
    return switch (answer.status()) {
      case 200 -> new Token(checked(answer.text().strip()), end(answer));
      case 403, 404, 405 -> noToken();
      default -> throw ImdsFailures.status("PUT " + TOKEN, answer.status());
    };
  }

  private Token noToken() {
    return new Token("", Deadline.after(Duration.ofSeconds(TTL_SECONDS), time));
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
      throw ImdsFailures.badAnswer(TOKEN, "that is no token", null);
    }
    return text;
  }
}
