package dev.nodeready.fleet;

import dev.nodeready.failure.Failure;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.Seconds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster is told of a node that has joined.
 *
 * @param warning whether something needs a look
 * @param reason one word for it
 * @param message one line for people
 * @param annotations of the Node, where null takes one away
 */
public record Announcement(
    boolean warning, String reason, String message, Map<String, @Nullable String> annotations) {
  private static final String PREFIX = "nodeready.dev/";

  /**
   * That of a boot.
   *
   * @param redact takes secrets out of the text
   */
  public static Announcement of(BootRecord boot, UnaryOperator<String> redact) {
    Failure failure = boot.failure();
    Map<String, @Nullable String> annotations = new LinkedHashMap<>();
    annotations.put(PREFIX + "verdict", boot.state().word());
    annotations.put(PREFIX + "code", failure == null ? null : failure.code().name());
    annotations.put(
        PREFIX + "seconds-to-ready", Metrics.toReady(boot).map(Seconds::of).orElse(null));
    annotations.put(PREFIX + "version", boot.version());
    return new Announcement(
        failure != null,
        failure == null ? "Joined" : "JoinedDegraded",
        Summary.of(boot, redact),
        annotations);
  }
}
