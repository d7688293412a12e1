package dev.nodeready.cri;

import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rung of the ladder that needs no network: archives on disk. */
final class ArchiveRung {
  private static final Duration BY_ITS_NAME = Duration.ofMillis(500);
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private final ImageSettings settings;
  private final ImageTools tools;
  private final Look look;
  private final ImageListener listener;

  /** Asks the runtime for an image. */
  @FunctionalInterface
  interface Look {
    /** The image; empty where the runtime has none of that name. */
    Optional<ImageInfo> find(String reference) throws InterruptedException;
  }

  ArchiveRung(ImageSettings settings, ImageTools tools, Look look, ImageListener listener) {
    this.settings = settings;
    this.tools = tools;
    this.look = look;
    this.listener = listener;
  }

  /**
   * Whether an image that the runtime has can be used as it is. Where every image has to be
   * unpacked beforehand, one that was unpacked for another snapshotter cannot.
   */
  boolean usable(String reference) throws InterruptedException {
    if (!settings.unpacked()) {
      return true;
    }
    try {
      return tools.isUnpacked(ImageReference.full(reference), settings.snapshotter());
    } catch (FailureException e) {
      // Whoever imports it next is told the same, in full.
      return false;
    }
  }

  /**
   * Tries the archives in their order.
   *
   * @param troubles takes what went wrong with each
   * @return the one that brought the image
   */
  Optional<Path> climb(String reference, Deadline deadline, List<String> troubles)
      throws InterruptedException {
    for (Path archive : settings.archives()) {
      if (Files.isRegularFile(archive)) {
        if (importFrom(archive, reference, deadline, troubles).isPresent()) {
          return Optional.of(archive);
        }
        listener.note("no image from an archive: " + troubles.getLast());
      }
    }
    return Optional.empty();
  }

  private Optional<ImageInfo> importFrom(
      Path archive, String reference, Deadline deadline, List<String> troubles)
      throws InterruptedException {
    String trouble = ArchiveLook.trouble(archive, System.getProperty("os.arch"));
    if (!trouble.isEmpty()) {
      troubles.add(archive + ": " + trouble);
      return Optional.empty();
    }
    try {
      Optional<ImageInfo> image = imported(archive, reference, deadline);
      if (image.isEmpty()) {
        troubles.add(archive + " was imported, and the runtime does not know " + reference);
      }
      return image;
    } catch (FailureException e) {
      if (CriErrors.isRuntimeLoss(e.failure())) {
        throw e;
      }
      // Looking throws when it was the runtime that went away.
      Optional<ImageInfo> image = ready(reference);
      troubles.add(archive + ": " + e.failure().happened() + "; " + e.failure().remedy());
      return image;
    }
  }

  private Optional<ImageInfo> imported(Path archive, String reference, Deadline deadline)
      throws InterruptedException {
    Set<String> before = tools.names();
    try {
      tools.importArchive(archive, settings.snapshotter());
    } catch (FailureException e) {
      clear(before);
      throw e;
    }
    Optional<ImageInfo> image = Settle.await(() -> ready(reference), deadline.within(BY_ITS_NAME));
    if (image.isPresent()) {
      return image;
    }
    tools.tag(
        ImportedName.choose(before, tools.names(), reference), ImageReference.full(reference));
    return Settle.await(() -> ready(reference), deadline.within(SETTLE));
  }

  /** What an import leaves behind that failed counts as there, and no pod starts from it. */
  private void clear(Set<String> before) throws InterruptedException {
    Set<String> fresh = new LinkedHashSet<>(tools.names());
    fresh.removeAll(before);
    if (!fresh.isEmpty()) {
      tools.remove(fresh);
    }
  }

  private Optional<ImageInfo> ready(String reference) throws InterruptedException {
    Optional<ImageInfo> image = look.find(reference);
    return image.isPresent() && usable(reference) ? image : Optional.empty();
  }
}
