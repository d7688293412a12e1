package dev.nodeready.cri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The progress of a pull by what arrives in containerd's content store: the bytes under way ({@code
 * ingest/*}{@code /data}) and the number of finished blobs. What is not there yet counts as
 * nothing, so that a pull that never begins is seen to stand still.
 */
public final class ContentIngest implements PullProgress {
  /** What has arrived in full counts as much as this many bytes under way. */
  private static final long BLOB = 1L << 32;

  private final Path store;
  private long last;

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
      last = sizes(store.resolve("ingest")) + BLOB * count(store.resolve("blobs/sha256"));
      return last;
    } catch (IOException | UncheckedIOException e) {
      // It changed under the look; the next one will tell.
      return last;
    }
  }

  private static long sizes(Path ingest) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(ingest)) {
      for (Path one : each) {
        Path data = one.resolve("data");
        sum += Files.exists(data) ? Files.size(data) : 0;
      }
    } catch (NoSuchFileException nothingYet) {
      return 0;
    }
    return sum;
  }

  private static long count(Path blobs) throws IOException {
    long count = 0;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(blobs)) {
      for (Path _ : each) {
        count++;
      }
    } catch (NoSuchFileException nothingYet) {
      return 0;
    }
    return count;
  }
}
