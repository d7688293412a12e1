package dev.nodeready.rehearsal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A tar archive (POSIX ustar) of a few small files, with nothing in it that changes by the day. */
public final class Tar {
  private static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * Adds a file.
   *
   * @param name relative, 99 bytes at most
   * @param mode permission bits
   */
  public Tar add(String name, int mode, byte[] content) {
    byte[] header = new byte[BLOCK];
    text(header, 0, name);
    number(header, 100, 7, mode);
    number(header, 108, 7, 0);
    number(header, 116, 7, 0);
    number(header, 124, 11, content.length);
    number(header, 136, 11, 0);
    header[156] = '0';
    text(header, 257, "ustar");
    text(header, 263, "00");
    Arrays.fill(header, 148, 156, (byte) ' ');
    number(header, 148, 6, sum(header));
    out.writeBytes(header);
    out.writeBytes(content);
    out.writeBytes(new byte[-content.length & (BLOCK - 1)]);
    return this;
  }

  /** The archive with its end mark. */
  public byte[] bytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[2 * BLOCK]);
    return whole.toByteArray();
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
  private static void number(byte[] header, int at, int digits, int value) {
    text(header, at, String.format(Locale.ROOT, "%0" + digits + "o", value));
    header[at + digits] = 0;
  }
}
