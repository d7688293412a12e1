package dev.nodeready.cri;

import java.util.List;
import java.util.Set;

/**
 * One image of an archive.
 *
 * @param names in full, with tags; none where the archive gives it none
 * @param digest of its manifest, or of the index of several that it is in; empty in an archive of
 *     older Docker, which has neither
 * @param platform what it is made for, such as {@code linux/amd64}; empty where it does not say
 * @param missing the layers that the archive lacks
 */
public record ArchivedImage(
    List<String> names, String digest, String platform, List<String> missing) {
  public ArchivedImage {
    names = List.copyOf(names);
    missing = List.copyOf(missing);
  }

  /** What is wrong with it on a machine that runs these platforms; empty when nothing is. */
  String trouble(Set<String> platforms) {
    if (!platform.isEmpty() && !platforms.contains(platform)) {
      return "it is for " + platform + ", and this machine is none of " + platforms;
    }
    return missing.isEmpty() ? "" : "it lacks " + String.join(", ", missing);
  }
}
