package dev.nodeready.cri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The progress of a pull by what arrives in containerd's content store: the bytes under way ({@code
 * ingest/*}{@code /data}) and the number of finished blobs.
 */
public final class ContentIngest implements PullProgress {
  /** What has arrived in full counts as much as this many bytes under way. */
  private static final long BLOB = 1L << 32;

  private final Path store;

  /**
   * Looks below containerd's {@code root}.
   *
   * @param root such as {@code /var/lib/containerd}
   */
  public ContentIngest(Path root) {
    store = root.resolve("io.containerd.content.v1.content");
  }

  @Override
  public long mark() {
    try {
      return sizes(store.resolve("ingest")) + BLOB * count(store.resolve("blobs/sha256"));
    } catch (IOException | UncheckedIOException e) {
      // The store is not there yet, is elsewhere, or changed under the look.
      return -1;
    }
  }

  private static long sizes(Path ingest) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(ingest)) {
      for (Path one : each) {
        Path data = one.resolve("data");
        sum += Files.exists(data) ? Files.size(data) : 0;
      }
    }
    return sum;
  }

  private static long count(Path blobs) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(blobs)) {
      for (Path _ : each) {
        count++;
      }
    }
    return count;
  }
}
