package dev.nodeready.config;

/** The codes of problems; stable, since people and programs look for them. */
public final class Codes {
  /** No source gives a NodeConfig. */
  public static final String NONE = "CONFIG_NONE";

  /** User data calls the script with which nodes were configured in former times. */
  public static final String FORMER_SCRIPT = "CONFIG_BOOTSTRAP_SCRIPT";

  /** A NodeConfig stands in user data as a script, so it is not read. */
  public static final String UNREAD = "CONFIG_NODECONFIG_UNREAD";

  /** A script in user data does what has no effect any more. */
  public static final String SCRIPT = "CONFIG_SCRIPT_DOUBTFUL";

  /** A source cannot be read. */
  public static final String UNREADABLE = "CONFIG_SOURCE_UNREADABLE";

  /** A source's URI has a scheme that is not known. */
  public static final String SCHEME = "CONFIG_SCHEME_UNSUPPORTED";

  /** A text is larger than any configuration. */
  public static final String TOO_LARGE = "CONFIG_TOO_LARGE";

  /** The multipart structure, or the packing of a part, is broken. */
  public static final String MIME = "CONFIG_MIME_BROKEN";

  /** A document is neither YAML nor JSON. */
  public static final String SYNTAX = "CONFIG_SYNTAX";

  /** A document is of another kind. */
  public static final String KIND = "CONFIG_KIND_WRONG";

  /** A document is of another API group. */
  public static final String GROUP = "CONFIG_GROUP_WRONG";

  /** A document is of a version that is not known. */
  public static final String VERSION = "CONFIG_VERSION_UNKNOWN";

  /** A field is not known. */
  public static final String UNKNOWN_FIELD = "CONFIG_FIELD_UNKNOWN";

  /** A key stands twice. */
  public static final String DUPLICATE = "CONFIG_KEY_DUPLICATE";

  /** A value is of another type. */
  public static final String TYPE = "CONFIG_TYPE_WRONG";

  /** A value cannot work. */
  public static final String VALUE = "CONFIG_VALUE_INVALID";

  /** A required field is missing. */
  public static final String MISSING = "CONFIG_FIELD_MISSING";

  /** Texts cannot be merged. */
  public static final String MERGE = "CONFIG_MERGE_FAILED";

  /** A document is followed by something that is not read. */
  public static final String IGNORED = "CONFIG_TEXT_IGNORED";

  /** The cache was written on another instance. */
  public static final String CACHE_FOREIGN = "CONFIG_CACHE_FOREIGN";

  /** The cache cannot be read. */
  public static final String CACHE_BROKEN = "CONFIG_CACHE_BROKEN";

  private Codes() {}
}
