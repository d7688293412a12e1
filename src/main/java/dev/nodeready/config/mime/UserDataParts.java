package dev.nodeready.config.mime;

import dev.nodeready.config.mime.Unpack.TooLargeException;
import dev.nodeready.config.tree.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the NodeConfig documents in user data or in a file. */
public final class UserDataParts {
  private UserDataParts() {}

  /**
   * The NodeConfig documents in the order they stand.
   *
   * <p>What is no MIME is one document, whatever it holds.
   *
   * @param notes hears of everything that is not as it should be
   */
  public static List<Part> find(byte[] bytes, Place place, PartNotes notes) {
    byte[] plain;
    try {
      plain = Unpack.unpack(bytes);
    } catch (TooLargeException e) {
      notes.tooLarge(place.whole(), String.valueOf(e.getMessage()));
      return List.of();
    } catch (IOException e) {
      notes.broken(place.whole(), String.valueOf(e.getMessage()), "pack it again");
      return List.of();
    }
    // Bytes one to one: parts may be packed, so only they know what their bytes mean.
    String text = Texts.oneToOne(plain);
    Place inner = Arrays.equals(plain, bytes) ? place : place.inside("unpacked");
    MimeStart start = MimeStart.find(text);
    if (start == null) {
      return List.of(new Part(Texts.decode(plain), inner));
    }
    List<Part> parts = new ArrayList<>();
    new Multipart(text, inner, notes, parts).top(start);
    return parts;
  }
}
