package dev.nodeready.config.mime;

import dev.nodeready.config.mime.Unpack.TooLargeException;
import dev.nodeready.failure.Words;
import dev.nodeready.tree.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the NodeConfig documents in user data or in a file. */
public final class UserDataParts {
  /** No NodeConfig is shorter, packed or not. */
  private static final int SHORTEST = 80;

  private static final String UTF_16 = "is UTF-16, which cloud-init and nodeadm do not read";
  private static final String SAVE = "save it as UTF-8, in PowerShell by Out-File -Encoding utf8";

  private UserDataParts() {}

  /**
   * The NodeConfig documents in the order they stand.
   *
   * <p>What is no MIME is one document, whatever it holds.
   *
   * @param notes hears of everything that is not as it should be
   */
  public static List<Part> find(byte[] bytes, Place place, PartNotes notes) {
    byte[] unpacked;
    try {
      unpacked = unpacked(bytes);
    } catch (TooLargeException e) {
      notes.tooLarge(place.whole(), String.valueOf(e.getMessage()));
      return List.of();
    } catch (IOException e) {
      notes.broken(place.whole(), Words.of(e), "pack it again");
      return List.of();
    }
    byte[] plain = Texts.utf8(unpacked, () -> notes.odd(place.whole(), UTF_16, SAVE));
    // Bytes one to one: parts may be packed, so only they know what their bytes mean.
    String text = Texts.oneToOne(plain);
    Place inner = Arrays.equals(unpacked, bytes) ? place : place.inside("unpacked");
    MimeStart start = MimeStart.find(text);
    if (start == null) {
      return List.of(new Part(Texts.decode(plain), inner));
    }
    List<Part> parts = new ArrayList<>();
    new Multipart(text, inner, notes, parts).top(start);
    return parts;
  }

  /** A short word may be base64 by chance; what is no text behind it was never packed. */
  private static byte[] unpacked(byte[] bytes) throws IOException {
    byte[] plain = Unpack.unpack(bytes);
    boolean word = bytes.length < SHORTEST && !LooksLike.text(Texts.decode(plain));
    return word && LooksLike.text(Texts.decode(bytes)) ? bytes : plain;
  }
}
