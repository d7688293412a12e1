package dev.nodeready.config.schema;

/** What becomes of a field that an earlier and a later document both name. */
public enum Join {
  /**
   * The later value replaces the earlier one unless it is empty. An empty text or list changes
   * nothing: templates that leave a value empty in a drop-in rely on that.
   */
  NOT_EMPTY,
  /** The later value replaces the earlier one, also an empty one. */
  LATER,
  /** The later items follow the earlier ones. */
  APPEND,
  /** Member by member. */
  MEMBERS,
  /**
   * Object in object, as {@link dev.nodeready.config.DeepMerge} has it; a null instead of an inner
   * object erases what the object held.
   */
  DEEP,
  /** Both texts are TOML and are merged as such. */
  TOML
}
