package dev.nodeready.api;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Walks over the values of a DER encoding, tag by tag. */
final class Der {
  private final byte[] bytes;
  private int at;

  Der(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean more() {
    return at < bytes.length;
  }

  /** The tag of the next value. */
  int tag() {
    return bytes[at] & 0xff;
  }

  /**
   * The content of the next value.
   *
   * @throws GeneralSecurityException when it is cut off
   */
  byte[] next() throws GeneralSecurityException {
    at++;
    int length = byteAt(at++);
    if (length > 0x80) {
      int digits = length - 0x80;
      length = 0;
      for (int digit = 0; digit < digits && digit < 4; digit++) {
        length = length << 8 | byteAt(at++);
      }
    }
    if (length < 0 || length > bytes.length - at) {
      throw cutOff();
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** The values inside the next one, which has to have this tag. */
  Der enter(int tag) throws GeneralSecurityException {
    if (!more() || tag() != tag) {
      throw new GeneralSecurityException("a DER value is of another kind");
    }
    return new Der(next());
  }

  private int byteAt(int index) throws GeneralSecurityException {
    if (index >= bytes.length) {
      throw cutOff();
    }
    return bytes[index] & 0xff;
  }

  private static GeneralSecurityException cutOff() {
    return new GeneralSecurityException("a DER value is cut off");
  }
}
