package dev.nodeready.report;

import java.io.IOException;

/**
 * A newer version wrote a file in a shape that this one would misread. That happens where a package
 * was replaced by an older one: what is only added is passed over, and raises no number.
 */
public final class NewerShapeException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * One whose words are for people.
   *
   * @param version who wrote it; empty where it does not say
   * @param what it is, such as {@code status}
   */
  public NewerShapeException(String version, String what, long schema, int known) {
    super(
        "nodeready%s wrote it, in version %d of the %s's shape, and this one reads up to %d"
            .formatted(version.isEmpty() ? "" : " " + version, schema, what, known));
  }
}
