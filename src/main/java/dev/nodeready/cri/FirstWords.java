package dev.nodeready.cri;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first bytes that came over a connection. A server of gRPC begins with a SETTINGS frame (RFC
 * 9113, 3.4); whoever begins otherwise is another kind of server, whatever becomes of a call.
 */
final class FirstWords {
  private static final int MOST = 48;
  private static final int TYPE_AT = 3;
  private static final byte SETTINGS = 4;

  private final byte[] bytes = new byte[MOST];
  private int length;

  /** Takes what was read; once there is enough, nothing more. */
  synchronized void add(byte[] from, int offset, int read) {
    int taken = Math.min(MOST - length, read);
    if (taken > 0) {
      System.arraycopy(from, offset, bytes, length, taken);
      length += taken;
    }
  }

  /** Whether this cannot be the beginning of HTTP/2. */
  synchronized boolean foreign() {
    return length > TYPE_AT && bytes[TYPE_AT] != SETTINGS;
  }

  /** The first line as text, for messages; what is no text only as such. */
  @Override
  public synchronized String toString() {
    String text = new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
    String line = text.lines().findFirst().orElse("");
    boolean plain = !line.isEmpty() && line.chars().allMatch(c -> c >= ' ' && c <= '~');
    return plain ? "\"" + line + "\"" : "bytes that are no text";
  }
}
