package dev.nodeready.cri;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The words that {@code ctr} is called with, in the namespace that CRI uses.
 *
 * @param program name or path of {@code ctr}
 * @param endpoint containerd's socket, the same that CRI is served on
 */
public record CtrWords(String program, CriEndpoint endpoint) {
  static final String NAMESPACE = "k8s.io";

  /**
   * Where the kubelet's and the runtime's garbage collectors look (containerd's {@code labels}).
   */
  static final String PINNED = "io.cri-containerd.pinned=pinned";

  /** Asks how images are imported. */
  List<String> importHelp() {
    return List.of(program, "images", "import", "--help");
  }

  /**
   * Imports an archive. From 2.0 on {@code ctr} imports through containerd's transfer service
   * unless told otherwise. That service unpacks only into snapshotters that it is configured for,
   * and CRI's may not be among them.
   *
   * @param snapshotter empty means the default one
   * @param help what {@link #importHelp} printed
   */
  List<String> importArchive(Path archive, String snapshotter, String help) {
    List<String> words = images("import");
    if (!snapshotter.isEmpty()) {
      words.addAll(List.of("--snapshotter", snapshotter));
    }
    if (help.contains("--discard-unpacked-layers")) {
      words.add("--discard-unpacked-layers=false");
    }
    if (help.contains("--local")) {
      words.add("--local");
    }
    words.add(archive.toString());
    return words;
  }

  /** Prints a line for an image that ends with whether it is unpacked. */
  List<String> check(String name, String snapshotter) {
    List<String> words = images("check");
    words.addAll(List.of("--snapshotter", snapshotter, "name==" + name));
    return words;
  }

  /** Lists the names of all images. */
  List<String> names() {
    List<String> words = images("ls");
    words.add("-q");
    return words;
  }

  /** Lists the namespaces; CRI's is one of them. */
  List<String> namespaces() {
    return List.of(program, "-a", endpoint.socket().toString(), "namespaces", "ls", "-q");
  }

  /** Lists the images of a namespace with digests and labels. */
  List<String> list(String namespace) {
    return List.of(program, "-a", endpoint.socket().toString(), "-n", namespace, "images", "ls");
  }

  /** Asks how images are exported. */
  List<String> exportHelp() {
    return List.of(program, "images", "export", "--help");
  }

  /**
   * Saves an image with all of its content. From 2.0 on {@code ctr} exports through containerd's
   * transfer service unless told otherwise, and may end, with exit code 0, before it has written
   * all that the service sent it: with 2.4.2 on busy cores one archive in twenty was cut short.
   *
   * @param help what {@link #exportHelp} printed
   */
  List<String> exportArchive(Path archive, String name, String help) {
    List<String> words = images("export");
    if (help.contains("--local")) {
      words.add("--local");
    }
    words.addAll(List.of(archive.toString(), name));
    return words;
  }

  /** Gets the content of an image that the store has not kept, from its registry. */
  List<String> fetch(String name, String hosts) {
    List<String> words =
        new ArrayList<>(
            List.of(program, "-a", endpoint.socket().toString(), "-n", NAMESPACE, "content"));
    words.add("fetch");
    if (!hosts.isEmpty()) {
      words.addAll(List.of("--hosts-dir", hosts));
    }
    words.add(name);
    return words;
  }

  /** Gives an image one more name, whatever had that name before. */
  List<String> tag(String from, String to) {
    List<String> words = images("tag");
    words.addAll(List.of("--force", from, to));
    return words;
  }

  /** Removes images. */
  List<String> remove(Collection<String> names) {
    List<String> words = images("rm");
    words.addAll(names);
    return words;
  }

  /** Pins an image. */
  List<String> pin(String name) {
    List<String> words = images("label");
    words.addAll(List.of(name, PINNED));
    return words;
  }

  private List<String> images(String command) {
    return new ArrayList<>(
        List.of(program, "-a", endpoint.socket().toString(), "-n", NAMESPACE, "images", command));
  }
}
