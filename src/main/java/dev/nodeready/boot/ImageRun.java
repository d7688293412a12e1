package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.runtime.ArchiveFile;
import dev.nodeready.runtime.Images;
import dev.nodeready.runtime.SandboxImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is done about the sandbox image by hand, where a machine image is built. */
public final class ImageRun implements AutoCloseable {
  private final BuilderRuntime runtime;

  private ImageRun(BuilderRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Opens it, with a containerd that answers.
   *
   * @param sources of the configuration; none for what lies in the image
   * @throws FailureException when there is none and none can be started
   */
  public static ImageRun open(List<String> sources) throws InterruptedException {
    BuilderRuntime runtime = BuilderRuntime.open(BootOptions.forBuilder("image"), sources);
    try {
      runtime.start();
      return new ImageRun(runtime);
    } catch (RuntimeException | InterruptedException e) {
      runtime.close();
      throw e;
    }
  }

  /**
   * What there is of it.
   *
   * @param more archives beside those that a boot looks for
   */
  public SandboxImage look(List<Path> more) throws InterruptedException {
    List<Path> archives = new ArrayList<>(more);
    archives.addAll(runtime.pass().runtime.archives(FlapListener.NONE));
    return images().look(archives.stream().distinct().toList(), FlapListener.NONE);
  }

  /**
   * Loads it from an archive and pins it.
   *
   * @return what was done, for people
   */
  public String load(Path archive) throws InterruptedException {
    boolean loaded = images().load(archive, FlapListener.NONE);
    String image = images().sandbox(FlapListener.NONE).image();
    return image + (loaded ? " loaded from " + archive : " was there") + pinned(image);
  }

  private String pinned(String image) throws InterruptedException {
    return switch (images().pin(image)) {
      case ImagePin.AlreadyPinned _ -> ", is pinned";
      case ImagePin.Pinned _ -> ", pinned";
      case ImagePin.NotPinned not -> ", not pinned: " + not.because();
    };
  }

  /**
   * Saves it as an archive.
   *
   * @param archive empty for the first that a boot looks for
   * @return what was done, for people
   */
  public String save(String archive) throws InterruptedException {
    Path file = archive.isEmpty() ? first() : Path.of(archive);
    images().save(file, FlapListener.NONE);
    return "%s saved as %s, sha256 %s"
        .formatted(
            images().sandbox(FlapListener.NONE).image(), file, ArchiveFile.at(file).sha256());
  }

  private Path first() throws InterruptedException {
    List<Path> archives = runtime.pass().runtime.archives(FlapListener.NONE);
    if (archives.isEmpty()) {
      throw Failure.permanent(
              Code.IMAGE_ARCHIVE_ABSENT,
              "choose a file for the archive",
              "spec.bootstrap.archives is empty",
              "name the file: nodeready image save FILE")
          .asException();
    }
    return archives.getFirst();
  }

  private Images images() {
    return runtime.pass().images;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
