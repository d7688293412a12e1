package dev.nodeready.logging;

import java.util.regex.Pattern;

/** Takes secrets out of text that people or files will see. */
public final class Redaction {
  /** The password of a URL's user part. */
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/@\\s:\"']*:)[^@/\\s\"']+@");

  /**
   * A value behind a name that says it is secret, as {@code name=value}, {@code name: value} or
   * JSON.
   */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token|authorization|\\bauth\\b)[\\w-]*\"?\\s*[=:]\\s*\"?(?:bearer |basic )?)[^\\s\"',;&}]{4,}");

  /** A word that announces one of the above, so that most text needs no pattern. */
  private static final String[] HINTS = {
    "://", "assw", "ecret", "oken", "uth", "ASSW", "ECRET", "OKEN", "UTH"
  };

  private Redaction() {}

  /** The text with each secret replaced by stars. */
  public static String redact(String text) {
    for (String hint : HINTS) {
      if (text.contains(hint)) {
        return NAMED.matcher(URL_PASSWORD.matcher(text).replaceAll("$1***@")).replaceAll("$1***");
      }
    }
    return text;
  }
}
