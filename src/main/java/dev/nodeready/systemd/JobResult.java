package dev.nodeready.systemd;

/**
 * How a job ended, as {@code org.freedesktop.systemd1(5)} lists it for {@code JobRemoved}. A start
 * that failed is not the end of a unit with {@code Restart=}: its state says whether it comes back.
 */
public enum JobResult {
  DONE,
  CANCELED,
  TIMEOUT,
  FAILED,
  DEPENDENCY,
  SKIPPED,
  /** A word that this version does not know. */
  OTHER;

  static JobResult of(String word) {
    return switch (word) {
      case "done" -> DONE;
      case "canceled" -> CANCELED;
      case "timeout" -> TIMEOUT;
      case "failed" -> FAILED;
      case "dependency" -> DEPENDENCY;
      case "skipped" -> SKIPPED;
      default -> OTHER;
    };
  }
}
