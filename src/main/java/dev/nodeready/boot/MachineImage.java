package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.CriClient;
import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.ImageEvents;
import dev.nodeready.cri.ImageInfo;
import dev.nodeready.cri.ImageListener;
import dev.nodeready.cri.ImageOutcome;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.runtime.Images;
import dev.nodeready.watch.ImageWatch;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox image of a machine that is watched. It is looked at over one connection; which one it
 * is is found out anew whenever that broke, as at each restart of the runtime.
 */
final class MachineImage implements ImageWatch.Store {
  private static final FlapListener NOBODY = FlapListener.NONE;

  private final BootOptions options;
  private Runnable bell = () -> {};
  private @Nullable Open open;

  MachineImage(BootOptions options) {
    this.options = options;
  }

  private record Open(
      String image, boolean canBePinned, CriConnection connection, ImageEvents events) {
    ImageWatch.Standing look() throws InterruptedException {
      events.listen();
      Optional<ImageInfo> found = connection.find(image);
      boolean pinned = !canBePinned || found.map(ImageInfo::pinned).orElse(false);
      return new ImageWatch.Standing(image, found.isPresent(), pinned);
    }

    void close() {
      connection.close();
      events.close();
    }
  }

  @Override
  public void ring(Runnable bell) {
    this.bell = bell;
  }

  @Override
  public ImageWatch.Standing look() throws InterruptedException {
    Open now = open;
    if (now == null) {
      now = opened();
      open = now;
    }
    try {
      return now.look();
    } catch (FailureException e) {
      close();
      throw e;
    }
  }

  private Open opened() throws InterruptedException {
    try (KnownNode node = KnownNode.of(options)) {
      CriEndpoint endpoint = node.pass().wanted.endpoint();
      // One that is away is not waited for: it is looked at again soon enough.
      CriClient.dial(endpoint).close();
      Images images = node.pass().images;
      SandboxReference reference = images.sandbox(NOBODY);
      return new Open(
          reference.image(),
          images.canBePinned(NOBODY),
          new CriConnection(endpoint),
          new ImageEvents(endpoint, bell));
    }
  }

  @Override
  public String mend() throws InterruptedException {
    try (KnownNode node = KnownNode.of(options)) {
      boolean _ = node.run().lock().take(Deadline.after(Duration.ZERO, Time.SYSTEM), _ -> {});
      return mended(node.pass());
    } catch (FailureException e) {
      if (e.failure().code() == Code.BOOT_ALREADY_RUNNING) {
        // A boot or reload sees to the image itself.
        return "";
      }
      throw e;
    }
  }

  private static String mended(Pass pass) throws InterruptedException {
    Images images = pass.images;
    SandboxReference reference = images.sandbox(NOBODY);
    ImageOutcome outcome =
        images.ensure(
            reference,
            reference.image(),
            pass.runtime.archives(NOBODY),
            ImageListener.NONE,
            NOBODY);
    String pinned = images.canBePinned(NOBODY) ? pinned(images, reference.image()) : "";
    String how =
        switch (outcome.how()) {
          case ImageOutcome.AlreadyThere _ -> "";
          case ImageOutcome.Imported imported -> "imported from " + imported.archive();
          case ImageOutcome.Pulled _ -> "pulled from its registry";
        };
    return reference.image() + " " + how + (how.isEmpty() || pinned.isEmpty() ? "" : ", ") + pinned;
  }

  private static String pinned(Images images, String image) throws InterruptedException {
    return switch (images.pin(image)) {
      case ImagePin.AlreadyPinned _, ImagePin.Pinned _ -> "pinned";
      case ImagePin.NotPinned not ->
          throw Failure.passing(
                  Code.IMAGE_NOT_PINNED,
                  "pin " + image,
                  not.because(),
                  Code.IMAGE_NOT_PINNED.remedy("IMAGE", image))
              .asException();
    };
  }

  @Override
  public void close() {
    Open now = open;
    open = null;
    if (now != null) {
      now.close();
    }
  }
}
