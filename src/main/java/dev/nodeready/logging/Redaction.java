package dev.nodeready.logging;

import java.util.regex.Pattern;

/** Takes secrets out of text that people or files will see. */
public final class Redaction {
  /**
   * Words that announce the name of a secret, so that most text needs no pattern. Behind such a
   * name comes an equals sign or a colon.
   */
  private static final String[] HINTS = {
    "assw", "ecret", "oken", "uth", "ASSW", "ECRET", "OKEN", "UTH"
  };

  private Redaction() {}

  /** The text with each secret replaced by stars. */
  public static String redact(String text) {
    String plain = text;
    if (plain.indexOf('@') >= 0) {
      plain = Patterns.URL_PASSWORD.matcher(plain).replaceAll("$1***@");
      plain = Patterns.PROXY_PASSWORD.matcher(plain).replaceAll("$1***@");
    }
    return mayName(plain) ? Patterns.NAMED.matcher(plain).replaceAll("$1***") : plain;
  }

  /** A boot asks this of each of its lines, before anything of it is compiled. */
  private static boolean mayName(String text) {
    if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
      return false;
    }
    for (String hint : HINTS) {
      if (text.contains(hint)) {
        return true;
      }
    }
    return false;
  }

  /** Made when a text needs them first, which most boots have none of. */
  private static final class Patterns {
    /** The password of a URL's user part. */
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/@\\s:\"']*:)[^@/\\s\"']+@");

    /** The password of a proxy that is written without a scheme, which Go programs take too. */
    private static final Pattern PROXY_PASSWORD =
        Pattern.compile("(?i)(https?_proxy[\"']?\\s*[=:]\\s*[\"']?[^/@\\s:\"']+:)[^@/\\s\"']+@");

    /**
     * A value behind a name that says it is secret, as {@code name=value}, {@code name: value} or
     * JSON. The codes of failures are no such names: what follows them is the news.
     */
    private static final Pattern NAMED =
        Pattern.compile(
            "(?i)(?<!JOIN_)((?:password|passwd|secret|token|authorization|\\bauth\\b)[\\w-]*\"?\\s*[=:]\\s*\"?(?:bearer |basic )?)(?!tried to )[^\\s\"',;&}]{4,}");
  }
}
