package dev.nodeready.verify;

import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The units of an image as systemd will find them, by its files alone: systemd.unit(5). */
final class UnitFiles {
  /** What wins comes first. */
  static final List<String> FOLDERS =
      List.of(
          "/etc/systemd/system",
          "/usr/local/lib/systemd/system",
          "/usr/lib/systemd/system",
          "/lib/systemd/system");

  private final Root root;

  UnitFiles(Root root) {
    this.root = root;
  }

  /**
   * A line of a unit.
   *
   * @param file that it stands in
   */
  record Line(String file, String text) {
    /** What is said of a setting. */
    String value() {
      return text.substring(text.indexOf('=') + 1).strip();
    }
  }

  /** Where a unit is found first; empty where it is nowhere. */
  Optional<String> path(String unit) {
    return paths(unit).stream().findFirst();
  }

  /** Everywhere that it is found, what wins first. */
  List<String> paths(String unit) {
    return FOLDERS.stream()
        .map(folder -> folder + "/" + unit)
        .filter(path -> ImageFiles.has(root, path))
        .toList();
  }

  /** Whether it is a link to {@code /dev/null}, or an empty file. */
  boolean isMasked(String unit) {
    Optional<String> path = path(unit);
    if (path.isEmpty()) {
      return false;
    }
    Path place = ImageFiles.place(root, path.get());
    return place.equals(root.at("/dev/null"))
        || (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && place.toFile().length() == 0);
  }

  /** The links by which targets and others want it; none where nothing starts it. */
  List<String> wantedBy(String unit) {
    return wants().getOrDefault(unit, List.of());
  }

  /** All units that something wants or requires, each with the links that say so. */
  Map<String, List<String>> wants() {
    Map<String, List<String>> wants = new LinkedHashMap<>();
    for (String folder : FOLDERS) {
      for (String kind : List.of("*.wants", "*.requires")) {
        for (String of : ImageFiles.list(root, folder, kind)) {
          ImageFiles.list(root, of, "*")
              .forEach(
                  link -> wants.computeIfAbsent(nameOf(link), _ -> new ArrayList<>()).add(link));
        }
      }
    }
    return wants;
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The lines of a unit with its drop-ins, in the order in which they are read. */
  List<Line> lines(String unit) {
    Map<String, String> files = new TreeMap<>();
    for (String folder : FOLDERS) {
      for (String file : ImageFiles.list(root, folder + "/" + unit + ".d", "*.conf")) {
        files.putIfAbsent(nameOf(file), file);
      }
    }
    List<Line> lines = new ArrayList<>();
    path(unit).ifPresent(file -> add(file, lines));
    files.values().forEach(file -> add(file, lines));
    return lines;
  }

  private void add(String file, List<Line> lines) {
    StringBuilder whole = new StringBuilder();
    for (String line : ImageFiles.lines(root, file)) {
      String text = line.strip();
      if (text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.endsWith("\\")) {
        whole.append(text, 0, text.length() - 1).append(' ');
      } else {
        lines.add(new Line(file, whole.append(text).toString()));
        whole.setLength(0);
      }
    }
  }

  /** What holds of a setting that may be given often; an empty one takes back all before it. */
  List<Line> values(String unit, String setting) {
    List<Line> values = new ArrayList<>();
    for (Line line : lines(unit)) {
      if (line.text().matches(setting + "\\s*=.*")) {
        if (line.value().isEmpty()) {
          values.clear();
        } else {
          values.add(line);
        }
      }
    }
    return values;
  }
}
