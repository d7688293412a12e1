package dev.nodeready.api;

import dev.nodeready.api.Kubeconfig.User;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.net.Http;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the answers of an API server mean for a node that wants to join. */
final class ApiFailures {
  private static final int LONGEST_WORDS = 300;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private ApiFailures() {}

  /** A kubeconfig whose certificates or key cannot be used. */
  static ApiException unusable(Kubeconfig config, Exception cause) {
    return new ApiException(
        Failure.passing(
            Code.JOIN_KUBECONFIG, "use the credentials of " + config.file(), Words.of(cause)),
        0,
        Duration.ZERO,
        cause);
  }

  /** An answer that is no object of the API. */
  static ApiException noObject(Kubeconfig config, String path, TextException cause) {
    return error(
        config, path, 200, "the answer is no object of the API: " + cause.getMessage(), cause);
  }

  /** A watch that the server ended with an error. */
  static ApiException ended(Kubeconfig config, String path, Fields status) {
    String words = "the watch ended: " + cut(status.text("message"));
    return error(config, path, 200, words, null);
  }

  /** An answer of another status than one that helps. */
  static ApiException answered(Kubeconfig config, String path, Http.Answer answer) {
    String words = words(answer);
    Failure failure =
        switch (answer.status()) {
          case 401 -> unauthorized(config, words);
          case 403 -> forbidden(config, path, words);
          case 429 -> throttled(config, words);
          default -> null;
        };
    String happened = "it answered " + answer.status() + ": " + words;
    return failure == null
        ? error(config, path, answer.status(), happened, retryAfter(answer), null)
        : new ApiException(failure, answer.status(), retryAfter(answer), null);
  }

  private static Failure unauthorized(Kubeconfig config, String words) {
    String tried = "log in at " + config.server();
    if (config.user() instanceof User.Token given && BootstrapToken.hasForm(given.token())) {
      return Failure.passing(
          Code.JOIN_TOKEN_EXPIRED,
          tried,
          "it does not take the bootstrap token "
              + BootstrapToken.id(given.token())
              + " of "
              + given.place()
              + " (401 "
              + words
              + "): it has expired, was deleted or never was",
          Code.JOIN_TOKEN_EXPIRED.remedy(
              "FILE", given.place(), "ID", BootstrapToken.id(given.token())));
    }
    return Failure.passing(
        Code.JOIN_UNAUTHORIZED,
        tried,
        "it does not know who we are with " + shown(config) + " (401 " + words + ")");
  }

  private static String shown(Kubeconfig config) {
    return switch (config.user()) {
      case User.Anonymous _ -> "no credentials at all in " + config.file();
      case User.Certificate given -> "the certificate " + given.certificate().place();
      case User.Token given -> "the token of " + given.place();
      case User.Exec exec -> "what " + exec.command() + " gives";
    };
  }

  private static Failure forbidden(Kubeconfig config, String path, String words) {
    return Failure.passing(
        Code.JOIN_FORBIDDEN,
        "read " + plain(path) + " at " + config.server(),
        "we may not: " + words,
        Code.JOIN_FORBIDDEN.remedy("USER", user(words)));
  }

  /** As the API server names us. */
  private static String user(String words) {
    Matcher named = Pattern.compile("User \"([^\"]+)\"").matcher(words);
    return named.find() ? named.group(1) : "system:anonymous";
  }

  private static Failure throttled(Kubeconfig config, String words) {
    return Failure.passing(
        Code.JOIN_THROTTLED, "ask " + config.server(), "it has too much to do (429): " + words);
  }

  private static ApiException error(
      Kubeconfig config, String path, int status, String happened, @Nullable Throwable cause) {
    return error(config, path, status, happened, Duration.ZERO, cause);
  }

  private static ApiException error(
      Kubeconfig config,
      String path,
      int status,
      String happened,
      Duration retryAfter,
      @Nullable Throwable cause) {
    return new ApiException(
        Failure.passing(
            Code.JOIN_API_ERROR,
            "read " + plain(path) + " at " + config.server(),
            happened,
            Code.JOIN_API_ERROR.remedy("SERVER", config.server().toString())),
        status,
        retryAfter,
        cause);
  }

  /** The path without its query. */
  private static String plain(String path) {
    String selected = path.replaceFirst("\\?fieldSelector=metadata\\.name%3D([^&]*).*", "/$1");
    return URI.create(selected).getPath();
  }

  /** The message of a Status, or the text that came in its place. */
  private static String words(Http.Answer answer) {
    String text = answer.text();
    try {
      String message = Fields.ofJson(text).text("message");
      return cut(message.isEmpty() ? text : message);
    } catch (TextException e) {
      return cut(text);
    }
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "…";
  }

  /** In seconds, as API servers send it; zero where there is none. */
  private static Duration retryAfter(Http.Answer answer) {
    String text = answer.header("retry-after");
    if (!text.matches("[0-9]{1,6}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text));
    return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
  }
}
