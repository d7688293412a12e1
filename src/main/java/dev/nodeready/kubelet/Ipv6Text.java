package dev.nodeready.kubelet;

/** Writes IPv6 addresses as RFC 5952 says: lower case, the longest run of zeros as {@code ::}. */
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static String of(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int at = 0; at < GROUPS; at++) {
      groups[at] = (address[2 * at] & 0xff) << 8 | (address[2 * at + 1] & 0xff);
    }
    int start = 0;
    int longest = 0;
    for (int at = 0; at < GROUPS; at++) {
      int run = zerosFrom(groups, at);
      if (run > longest) {
        start = at;
        longest = run;
      }
    }
    // One zero alone is not shortened.
    return longest < 2
        ? join(groups, 0, GROUPS)
        : join(groups, 0, start) + "::" + join(groups, start + longest, GROUPS);
  }

  private static int zerosFrom(int[] groups, int at) {
    int end = at;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - at;
  }

  private static String join(int[] groups, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < to; at++) {
      text.append(at > from ? ":" : "").append(Integer.toHexString(groups[at]));
    }
    return text.toString();
  }
}
