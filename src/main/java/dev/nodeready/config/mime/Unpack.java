package dev.nodeready.config.mime;

import dev.nodeready.failure.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Takes base64 and gzip off, as nodeadm does: by what the bytes look like. */
public final class Unpack {
  /** Bytes of what comes out. */
  public static final int LONGEST = 10 << 20;

  /** No text is packed that tight; what is, is meant to fill memory. */
  private static final int TIGHTEST = 250;

  private static final int SUSPICIOUS = 1 << 20;

  private Unpack() {}

  /**
   * Takes off base64 if all of it is base64, then gzip if it begins like gzip.
   *
   * @throws IOException with a message for people when the gzip is broken or too large
   */
  public static byte[] unpack(byte[] bytes) throws IOException {
    byte[] decoded = base64(bytes);
    byte[] inner = decoded == null ? bytes : decoded;
    return isGzip(inner) ? gunzip(inner) : inner;
  }

  /** The bytes behind strict base64 whose line breaks say nothing; null if it is none. */
  static byte @Nullable [] base64(byte[] bytes) {
    byte[] compact = new byte[bytes.length];
    int length = 0;
    for (byte b : bytes) {
      if (b == '\r' || b == '\n') {
        continue;
      }
      if (!isBase64(b)) {
        return null;
      }
      compact[length++] = b;
    }
    if (length == 0 || length % 4 != 0) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(new String(compact, 0, length, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static boolean isBase64(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '+'
        || b == '/'
        || b == '=';
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
  }

  private static byte[] gunzip(byte[] packed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 4);
    byte[] buffer = new byte[8192];
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        bound(packed.length, out.size());
      }
    } catch (TooLargeException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the gzip is broken: " + Words.of(e), e);
    }
    return out.toByteArray();
  }

  private static void bound(int packed, int unpacked) throws TooLargeException {
    if (unpacked > LONGEST) {
      throw new TooLargeException("the gzip holds more than 10 MiB");
    }
    if (unpacked > SUSPICIOUS && unpacked / TIGHTEST > packed) {
      throw new TooLargeException(
          "the gzip of " + packed + " bytes holds more than " + unpacked + " bytes");
    }
  }

  /** More came out than any configuration holds. */
  public static final class TooLargeException extends IOException {
    TooLargeException(String message) {
      super(message);
    }
  }
}
