package dev.nodeready.cli;

import dev.nodeready.cri.ImageArchive;
import dev.nodeready.cri.StoredImage;
import dev.nodeready.runtime.ArchiveFile;
import dev.nodeready.runtime.SandboxImage;
import java.util.List;

/** The sandbox image as people read it. */
final class ImageText {
  private ImageText() {}

  static String of(SandboxImage image) {
    StringBuilder out = new StringBuilder();
    String snapshotter = image.reference().snapshotter();
    out.append(
        "%s, by containerd's %s: %s, %s%s\n"
            .formatted(
                image.reference().image(),
                image.reference().origin(),
                image.known().isPresent() ? "stored" : "not stored",
                image.unpacked() ? "unpacked" : "not unpacked",
                (snapshotter.isEmpty() ? "" : " for " + snapshotter)
                    + (image.isPinned() ? ", pinned" : ", not pinned")));
    image.names().forEach(name -> out.append("  ").append(stored(name)).append('\n'));
    image.archives().forEach(one -> out.append("  ").append(archive(image, one)).append('\n'));
    return out.toString();
  }

  private static String stored(StoredImage one) {
    return one.namespace()
        + " "
        + one.name()
        + " "
        + one.digest()
        + (one.pinned() ? " pinned" : "");
  }

  private static String archive(SandboxImage image, ArchiveFile archive) {
    List<String> names = archive.content().map(ImageArchive::names).orElse(List.of());
    String trouble = archive.trouble(image.name());
    return "archive %s sha256:%s %s"
        .formatted(
            archive.file(),
            archive.sha256(),
            trouble.isEmpty() ? String.join(" ", names) : "(" + trouble + ")");
  }
}
