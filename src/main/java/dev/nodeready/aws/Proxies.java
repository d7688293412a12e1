package dev.nodeready.aws;

/** Proxies (see next slice). */
public final class Proxies {
  private Proxies() {}

  /** Masks the user part. */
  public static String masked(String url) {
    int at = url.lastIndexOf('@');
    int scheme = url.indexOf("://");
    int start = scheme < 0 ? 0 : scheme + 3;
    return at < start ? url : url.substring(0, start) + "***@" + url.substring(at + 1);
  }
}
