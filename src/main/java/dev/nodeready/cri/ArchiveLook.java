package dev.nodeready.cri;

import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks into an image archive before it is imported: containerd takes one that lacks a layer, or is
 * for another kind of machine, and pods fail later. Knows the OCI image layout and what {@code
 * docker save} writes.
 */
public final class ArchiveLook {
  private static final int DEEPEST = 3;
  private static final String NAME = "io.containerd.image.name";

  /**
   * Characters of all that is read; an index may name one object, or itself, any number of times.
   */
  private static final long MOST = 64 << 20;

  /** What a look costs beside the text. */
  private static final int EACH = 1024;

  private final TarIndex tar;
  private final List<ArchivedImage> images = new ArrayList<>();
  private long room = MOST;

  private ArchiveLook(TarIndex tar) {
    this.tar = tar;
  }

  /**
   * Why no image of the archive can work here.
   *
   * @param architecture of this machine, as Java names it
   * @return empty where one can, and where the archive is compressed or otherwise not to be looked
   *     into: its import will tell
   */
  public static String trouble(Path archive, String architecture) {
    try (TarIndex tar = TarIndex.open(archive)) {
      return new ArchiveLook(tar).trouble(platforms(architecture));
    } catch (IOException notKnown) {
      return "";
    }
  }

  /** What containerd takes by default: the machine's own, and its older sister (platforms). */
  static Set<String> platforms(String architecture) {
    return switch (architecture) {
      case "amd64", "x86_64" -> Set.of("linux/amd64", "linux/386");
      case "aarch64", "arm64" -> Set.of("linux/arm64", "linux/arm");
      default -> Set.of("linux/" + architecture);
    };
  }

  /**
   * What is in an archive, each byte of it held against its digest.
   *
   * @throws IOException where it cannot be looked into: it is compressed, cut off, or no archive
   */
  public static ImageArchive read(Path archive) throws IOException {
    try (TarIndex tar = TarIndex.open(archive)) {
      ArchiveLook look = new ArchiveLook(tar);
      look.readImages();
      return new ImageArchive(archive, look.images, tar.wrongBlobs());
    }
  }

  private void readImages() throws IOException {
    if (tar.has("index.json")) {
      index(read("index.json"), List.of(), "", DEEPEST);
    } else {
      saved(read("manifest.json"));
    }
  }

  private String trouble(Set<String> platforms) throws IOException {
    readImages();
    return trouble(images, platforms);
  }

  /** Why none of them can work on these platforms; empty where one can. */
  static String trouble(List<ArchivedImage> images, Set<String> platforms) {
    Set<String> troubles = new TreeSet<>();
    for (ArchivedImage image : images) {
      String trouble = image.trouble(platforms);
      if (trouble.isEmpty()) {
        return "";
      }
      troubles.add(trouble);
    }
    return String.join("; ", troubles);
  }

  private void index(Map<?, ?> index, List<String> above, String of, int depth) throws IOException {
    for (Object entry : list(index.get("manifests"))) {
      if (entry instanceof Map<?, ?> descriptor) {
        Map<?, ?> content = read(blob(descriptor));
        List<String> names = names(descriptor, above);
        String digest = of.isEmpty() ? String.valueOf(descriptor.get("digest")) : of;
        if (content.containsKey("manifests") && depth > 0) {
          index(content, names, digest, depth - 1);
        } else if (content.containsKey("layers")) {
          manifest(content, names, digest, descriptor);
        }
      }
    }
  }

  /** Tools that save an image keep its full name beside its tag; an index names all in it. */
  private static List<String> names(Map<?, ?> descriptor, List<String> above) {
    Map<?, ?> said = descriptor.get("annotations") instanceof Map<?, ?> map ? map : Map.of();
    return said.get(NAME) instanceof String name ? List.of(name) : above;
  }

  private void manifest(Map<?, ?> manifest, List<String> names, String digest, Map<?, ?> descriptor)
      throws IOException {
    String told = platform(descriptor.get("platform"));
    List<String> missing = new ArrayList<>();
    for (Object entry : list(manifest.get("layers"))) {
      // A layer with an address of its own need not be in the archive.
      if (entry instanceof Map<?, ?> layer && !layer.containsKey("urls") && !tar.has(blob(layer))) {
        missing.add("the layer " + layer.get("digest"));
      }
    }
    String platform =
        told.isEmpty() && manifest.get("config") instanceof Map<?, ?> config
            ? platform(read(blob(config)))
            : told;
    images.add(new ArchivedImage(names, digest, platform, missing));
  }

  private void saved(Map<?, ?> whole) throws IOException {
    for (Object entry : list(whole.get(""))) {
      if (entry instanceof Map<?, ?> image) {
        List<String> missing = new ArrayList<>();
        for (Object layer : list(image.get("Layers"))) {
          if (!tar.has(String.valueOf(layer))) {
            missing.add("the layer " + layer);
          }
        }
        String platform = platform(read(String.valueOf(image.get("Config"))));
        List<String> names =
            list(image.get("RepoTags")).stream()
                .map(tag -> ImageReference.full(String.valueOf(tag)))
                .toList();
        images.add(new ArchivedImage(names, "", platform, missing));
      }
    }
  }

  /** A descriptor of a platform and an image's configuration name it alike. */
  private static String platform(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && map.get("os") instanceof String os
            && map.get("architecture") instanceof String architecture
        ? os + "/" + architecture
        : "";
  }

  private static String blob(Map<?, ?> descriptor) {
    return "blobs/" + String.valueOf(descriptor.get("digest")).replace(':', '/');
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** An object of the archive, a list as its only member; empty where it is not there. */
  private Map<?, ?> read(String name) throws IOException {
    String text = tar.text(name).orElse("{}");
    room -= EACH + text.length();
    if (room < 0) {
      throw new IOException("its indexes name too much");
    }
    Object value = JsonObject.readValue(text, name);
    return value instanceof Map<?, ?> map ? map : Map.of("", list(value));
  }
}
