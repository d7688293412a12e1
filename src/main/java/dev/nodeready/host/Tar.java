package dev.nodeready.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A tar archive (POSIX ustar) of a few small files, with nothing in it that changes by the day. */
public final class Tar {
  private static final int BLOCK = 512;
  private static final int LONGEST = 99;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * Adds a file.
   *
   * @param name relative, 99 bytes at most
   * @param mode permission bits
   */
  public Tar add(String name, int mode, byte[] content) {
    out.writeBytes(entry(name, mode, 0, content));
    return this;
  }

  /** The archive with its end mark. */
  public byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(end());
    return whole.toByteArray();
  }

  /**
   * A file as it stands in an archive, for one that is written piece by piece.
   *
   * @param name as in {@link #add}; longer ones lose their beginning
   * @param seconds when it was changed, since 1970
   */
  public static byte[] entry(String name, int mode, long seconds, byte[] content) {
    byte[] header = new byte[BLOCK];
    text(header, 0, name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name);
    number(header, 100, 7, mode);
    number(header, 108, 7, 0);
    number(header, 116, 7, 0);
    number(header, 124, 11, content.length);
    number(header, 136, 11, seconds);
    header[156] = '0';
    text(header, 257, "ustar");
    text(header, 263, "00");
    Arrays.fill(header, 148, 156, (byte) ' ');
    number(header, 148, 6, sum(header));
    byte[] entry = Arrays.copyOf(header, BLOCK + content.length + (-content.length & (BLOCK - 1)));
    System.arraycopy(content, 0, entry, BLOCK, content.length);
    return entry;
  }

  /** What stands behind the last file. */
  public static byte[] end() {
    return new byte[2 * BLOCK];
  }

  private static int sum(byte[] header) {
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    return sum;
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Octal digits, then a zero byte. */
  private static void number(byte[] header, int at, int digits, long value) {
    text(header, at, String.format(Locale.ROOT, "%0" + digits + "o", value));
    header[at + digits] = 0;
  }
}
