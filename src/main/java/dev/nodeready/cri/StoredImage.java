package dev.nodeready.cri;

import java.util.List;
import java.util.stream.Stream;

/**
 * A name in containerd's store.
 *
 * @param namespace CRI looks into {@code k8s.io} alone
 * @param name in full
 * @param digest of its manifest, or of its index where it has one for several machines
 * @param pinned whether it has the label that keeps it from being collected as garbage
 */
public record StoredImage(String namespace, String name, String digest, boolean pinned) {
  /** Whether CRI sees it. */
  public boolean isCris() {
    return namespace.equals(CtrWords.NAMESPACE);
  }

  /**
   * Reads {@code ctr images ls}: name, media type, digest, size with its unit, platforms, labels.
   * Lines of another form are passed over, the heading among them.
   */
  static List<StoredImage> parse(String namespace, Stream<String> lines) {
    return lines
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words.length > 3 && words[2].startsWith("sha256:"))
        .map(words ->
            new StoredImage(
                namespace,
                words[0],
                words[2],
                List.of(words[words.length - 1].split(",", -1)).contains(CtrWords.PINNED)))
        .toList();
  }
}
