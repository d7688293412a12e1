package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells which of the images in the store is the one that an archive brought under another name. */
final class ImportedName {
  private ImportedName() {}

  /**
   * Chooses: the only new name; else the only one, new ones first, with the same name and tag under
   * another registry.
   *
   * @param before the names before the import
   * @param after the names after it
   * @throws dev.nodeready.failure.FailureException with code {@code IMAGE_ARCHIVE_NAMES} when it
   *     cannot be told
   */
  static String choose(Set<String> before, Set<String> after, String reference) {
    List<String> fresh = new ArrayList<>();
    for (String name : after) {
      if (!before.contains(name) && !isDigest(name)) {
        fresh.add(name);
      }
    }
    if (fresh.size() == 1) {
      return fresh.getFirst();
    }
    List<String> alike = alike(fresh, reference);
    if (alike.size() != 1) {
      alike = alike(List.copyOf(after), reference);
    }
    if (alike.size() != 1) {
      throw unclear(fresh, reference);
    }
    return alike.getFirst();
  }

  private static List<String> alike(List<String> names, String reference) {
    String base = ImageReference.base(reference);
    return names.stream().filter(name -> ImageReference.base(name).equals(base)).sorted().toList();
  }

  /** The store keeps each image a second time under its bare digest. */
  private static boolean isDigest(String name) {
    return name.startsWith("sha256:") || name.contains("@sha256:");
  }

  private static RuntimeException unclear(List<String> fresh, String reference) {
    return Failure.permanent(
            Code.IMAGE_ARCHIVE_NAMES,
            "find " + reference + " in an archive",
            fresh.isEmpty()
                ? "it brought no new image"
                : "it brought " + String.join(", ", fresh) + " and none of that name")
        .asException();
  }
}
