package dev.nodeready.cri;

import java.nio.file.Path;
import java.util.List;

/**
 * What is in an archive of images.
 *
 * @param wrong blobs whose content is not what their names say
 */
public record ImageArchive(Path file, List<ArchivedImage> images, List<String> wrong) {
  public ImageArchive {
    images = List.copyOf(images);
    wrong = List.copyOf(wrong);
  }

  /**
   * Why no image of it can work on a machine.
   *
   * @param architecture as Java names it
   * @return empty where one can
   */
  public String trouble(String architecture) {
    if (images.isEmpty()) {
      return "there is no image in it";
    }
    return wrong.isEmpty()
        ? ArchiveLook.trouble(images, ArchiveLook.platforms(architecture))
        : "its content is not what it was when it was saved: " + String.join(", ", wrong);
  }

  /** The names of all images in it, in full. */
  public List<String> names() {
    return images.stream().flatMap(image -> image.names().stream()).distinct().toList();
  }

  /** Whether an image in it has this name. */
  public boolean has(String reference) {
    return names().contains(ImageReference.full(reference));
  }
}
