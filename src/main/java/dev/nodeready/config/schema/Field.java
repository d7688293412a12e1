package dev.nodeready.config.schema;

/**
 * One field of an object.
 *
 * @param name as it is written, case and all
 * @param type what it may hold
 * @param join what becomes of it when a later document says it again
 * @param fallback what holds where nothing is written, in words or as a value
 * @param text what it is for: one or two sentences
 */
public record Field(String name, Type type, Join join, String fallback, String text) {
  /** What {@link #fallback} is where nothing stands in for a value. */
  static final String REQUIRED = "none, required";

  /** Whether it has to be written, in one document or another. */
  public boolean required() {
    return fallback.equals(REQUIRED);
  }
}
