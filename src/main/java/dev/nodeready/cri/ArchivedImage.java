package dev.nodeready.cri;

import java.util.List;
import java.util.Set;

/**
 * One image of an archive.
 *
 * @param platform what it is made for, such as {@code linux/amd64}; empty where it does not say
 * @param missing the layers that the archive lacks
 */
record ArchivedImage(String platform, List<String> missing) {
  /** What is wrong with it on a machine that runs these platforms; empty when nothing is. */
  String trouble(Set<String> platforms) {
    if (!platform.isEmpty() && !platforms.contains(platform)) {
      return "it is for " + platform + ", and this machine is none of " + platforms;
    }
    return missing.isEmpty() ? "" : "it lacks " + String.join(", ", missing);
  }
}
