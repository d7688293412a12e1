package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param severity what it does
 * @param code of the area {@code CONFIG}, or of the daemon that refuses it
 * @param path the field, such as {@code spec.cluster.name}; empty where it is none
 * @param origin where it stands, or null where it stands nowhere
 * @param text what is wrong, what was seen
 * @param suggestion what to do about it; empty where nothing better can be said
 */
public record Problem(
    Severity severity,
    Code code,
    String path,
    @Nullable Origin origin,
    String text,
    String suggestion) {
  public Problem {
    assert Words.arePlain(text + " " + suggestion) : text + "; " + suggestion;
  }

  /** One line for people: where, what, and what to do. */
  public String toLine() {
    StringBuilder line = new StringBuilder();
    if (origin != null) {
      line.append(origin).append(": ");
    }
    if (!path.isEmpty()) {
      line.append(path).append(": ");
    }
    line.append(text);
    if (!suggestion.isEmpty()) {
      line.append("; ").append(suggestion);
    }
    return line.toString();
  }

  /** The same as a failure, for what shows problems beside others. */
  public Failure asFailure() {
    String happened = new Problem(severity, code, path, origin, text, "").toLine();
    String tried = "read the configuration";
    return suggestion.isEmpty()
        ? Failure.permanent(code, tried, happened, code.remedy("SOURCE", source()))
        : Failure.permanent(code, tried, happened, suggestion);
  }

  private String source() {
    return origin == null ? SourceUri.DEFAULT : origin.source();
  }

  /** What a daemon refuses, at the field that says it. */
  static Problem of(Failure refusal, String path, @Nullable Origin origin) {
    return new Problem(
        Severity.ERROR, refusal.code(), path, origin, refusal.happened(), refusal.remedy());
  }

  Problem as(Severity other) {
    return new Problem(other, code, path, origin, text, suggestion);
  }
}
