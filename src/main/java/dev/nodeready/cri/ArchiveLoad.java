package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import java.time.Duration;
import java.util.Set;

/** Loads an archive whatever the store has, so that an image of the same name gives way. */
public final class ArchiveLoad {
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private ArchiveLoad() {}

  /**
   * Imports it, gives its image the name that is asked for, and waits until CRI, which hears of it
   * a moment later, knows it.
   *
   * @param sandbox what the runtime is configured with
   * @throws dev.nodeready.failure.FailureException when it cannot be imported, or nothing tells
   *     which of its images is meant
   */
  public static void into(
      ImageTools tools,
      CriConnection connection,
      ImageArchive archive,
      SandboxReference sandbox,
      Deadline deadline)
      throws InterruptedException {
    String reference = sandbox.image();
    Set<String> before = tools.names();
    tools.importArchive(archive.file(), sandbox.snapshotter());
    if (!archive.has(reference)) {
      String only =
          archive.names().size() == 1
              ? archive.names().getFirst()
              : ImportedName.choose(before, tools.names(), reference);
      tools.tag(only, ImageReference.full(reference));
    }
    if (Settle.await(() -> connection.find(reference), deadline.within(SETTLE)).isEmpty()) {
      throw Failure.permanent(
              Code.IMAGE_ARCHIVE_BROKEN,
              "load " + archive.file(),
              "it was imported, and the runtime does not know " + reference)
          .asException();
    }
  }
}
