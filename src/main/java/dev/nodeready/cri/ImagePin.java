package dev.nodeready.cri;

import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps an image from being collected as garbage. Nothing waits for it: kubelet collects images
 * when a disk fills up, which no node does in its first seconds.
 */
public final class ImagePin {
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final CriEndpoint endpoint;
  private final ImageTools tools;

  /** How it went. */
  public sealed interface Result {}

  /** It was pinned before. */
  public record AlreadyPinned() implements Result {}

  /** It is pinned now. */
  public record Pinned() implements Result {}

  /** It is not, which is worth a word and no more: the node works all the same. */
  public record NotPinned(String because) implements Result {}

  /** For one runtime. */
  public ImagePin(CriEndpoint endpoint, ImageTools tools) {
    this.endpoint = endpoint;
    this.tools = tools;
  }

  /**
   * Pins it.
   *
   * @param reference exactly as the runtime is configured with it
   * @throws InterruptedException when the boot is being stopped
   */
  public Result pin(String reference, Deadline deadline) throws InterruptedException {
    try {
      if (pinned(reference).isPresent()) {
        return new AlreadyPinned();
      }
      tools.pin(ImageReference.full(reference));
      return Settle.await(() -> pinned(reference), deadline.within(SETTLE)).isPresent()
          ? new Pinned()
          : new NotPinned("the runtime takes no note of the label, as containerd 1.6 does not");
    } catch (FailureException e) {
      return new NotPinned(e.failure().happened());
    }
  }

  private Optional<ImageInfo> pinned(String reference) throws InterruptedException {
    try (CriClient client = CriClient.dial(endpoint)) {
      return client.image(reference, CALL).filter(ImageInfo::pinned);
    }
  }
}
