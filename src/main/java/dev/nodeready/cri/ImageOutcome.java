package dev.nodeready.cri;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The image is there under the name that was asked for.
 *
 * @param reference that name
 * @param how how it came to be there
 * @param warning what still needs a look, such as an image that the runtime may collect as garbage;
 *     empty when nothing does
 */
public record ImageOutcome(String reference, How how, String warning) {
  /** The same with one more thing that needs a look. */
  ImageOutcome warning(String more) {
    return new ImageOutcome(reference, how, warning.isEmpty() ? more : warning + "; " + more);
  }

  /** How an image came to be there. */
  public sealed interface How {}

  /** It was there before; no network was used. */
  public record AlreadyThere() implements How {}

  /** From an archive on disk; no network was used. */
  public record Imported(Path archive) implements How {}

  /**
   * From a registry.
   *
   * @param attempts how many pulls it took; those that the runtime itself broke do not count
   * @param took how long the last one took
   */
  public record Pulled(int attempts, Duration took) implements How {}
}
