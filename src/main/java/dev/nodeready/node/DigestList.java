package dev.nodeready.node;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Paths with the digests that their contents may have, kept in a file that {@code sha256sum -c}
 * reads too: the digest, two spaces, the path. Lines of another form are not looked at.
 */
final class DigestList {
  private static final int DIGEST = 64;
  private static final long LONGEST = 1 << 20;

  private final Map<String, Set<String>> digests = new TreeMap<>();

  /** Reads a list; an absent or unreadable file is an empty list. */
  static DigestList load(Root root, String path) {
    DigestList list = new DigestList();
    Path place = root.at(path);
    try {
      if (Files.isRegularFile(place) && Files.size(place) <= LONGEST) {
        Files.readAllLines(place).forEach(list::addLine);
      }
    } catch (IOException e) {
      // What cannot be read proves nothing, as if it were not there.
      return new DigestList();
    }
    return list;
  }

  private void addLine(String line) {
    if (line.length() > DIGEST + 2 && line.startsWith("  /", DIGEST)) {
      add(line.substring(DIGEST + 2), line.substring(0, DIGEST));
    } else if (line.startsWith(Digests.ABSENT + "  /")) {
      add(line.substring(Digests.ABSENT.length() + 2), Digests.ABSENT);
    }
  }

  void add(String path, String digest) {
    digests.computeIfAbsent(path, p -> new TreeSet<>()).add(digest);
  }

  /** Adds all of another list. */
  void addAll(DigestList other) {
    other.digests.forEach((path, all) -> all.forEach(digest -> add(path, digest)));
  }

  Set<String> paths() {
    return digests.keySet();
  }

  /** Whether the content may be this one. */
  boolean has(String path, String digest) {
    return of(path).contains(digest);
  }

  private Set<String> of(String path) {
    return digests.getOrDefault(path, Set.of());
  }

  /** Whether the content may be the same in both. */
  boolean sharesWith(DigestList other, String path) {
    return !Collections.disjoint(of(path), other.of(path));
  }

  /** The part of the list whose paths lie in memory, or the part that survives a reboot. */
  DigestList part(boolean inMemory) {
    DigestList part = new DigestList();
    digests.forEach((path, all) -> {
      if (path.startsWith("/run/") == inMemory) {
        part.digests.put(path, all);
      }
    });
    return part;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    digests.forEach((path, all) ->
        all.forEach(digest -> text.append(digest).append("  ").append(path).append('\n')));
    return text.toString();
  }
}
