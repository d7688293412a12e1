package dev.nodeready.watch;

import dev.nodeready.failure.Failure;
import java.util.List;

/**
 * What came of one look.
 *
 * @param wrong all that is wrong, each with a code and something tried of its own
 * @param mended what was mended since the look before, a line each
 */
public record Seen(List<Failure> wrong, List<String> mended) {
  /** Nothing is wrong. */
  static final Seen FINE = new Seen(List.of(), List.of());

  public Seen {
    wrong = List.copyOf(wrong);
    mended = List.copyOf(mended);
  }

  static Seen of(List<Failure> wrong) {
    return new Seen(wrong, List.of());
  }
}
