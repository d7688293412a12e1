package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is mounted where, by {@code /proc/self/mountinfo}; see proc(5). */
public record MountTable(List<Entry> entries) {
  private static final Path FILE = Path.of("/proc/self/mountinfo");

  /**
   * One mount.
   *
   * @param device major and minor number, with a colon between
   * @param root which folder of the file system it shows
   * @param point where
   * @param type of the file system
   * @param source such as {@code /dev/md127}
   * @param options of the file system
   */
  public record Entry(
      String device, String root, String point, String type, String source, String options) {}

  /**
   * The mounts as they are now.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_READ_FAILED}
   */
  public static MountTable read() {
    try {
      return parse(Files.readString(FILE, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + FILE, Words.of(e)).asException(e);
    }
  }

  /** Reads the file's text, a character for each of its bytes. */
  public static MountTable parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      int dash = Arrays.asList(words).indexOf("-");
      if (dash >= 6 && words.length >= dash + 4) {
        entries.add(
            new Entry(
                words[2],
                unescaped(words[3]),
                unescaped(words[4]),
                words[dash + 1],
                unescaped(words[dash + 2]),
                unescaped(words[dash + 3])));
      }
    }
    return new MountTable(List.copyOf(entries));
  }

  /** The mount that is seen at a folder; empty where it is no mount point. */
  public Optional<Entry> at(String point) {
    return entries.stream().filter(e -> e.point().equals(point)).reduce((_, last) -> last);
  }

  /** The mount that a folder lies on: the last of those that are nearest above it. */
  public Optional<Entry> under(String folder) {
    return entries.stream()
        .filter(e -> (folder + "/").startsWith(e.point().equals("/") ? "/" : e.point() + "/"))
        .reduce((one, other) -> other.point().length() >= one.point().length() ? other : one);
  }

  /** Mounts below a folder, not its own. */
  public List<String> below(String folder) {
    return entries.stream()
        .map(Entry::point)
        .filter(point -> point.startsWith(folder + "/"))
        .distinct()
        .toList();
  }

  /** Where layers that lie in a folder are mounted: containers run from it. */
  public List<String> layeredOn(String folder) {
    return entries.stream()
        .filter(e -> e.type().equals("overlay") && e.options().contains("=" + folder + "/"))
        .map(Entry::point)
        .toList();
  }

  /** Octal escapes to characters; the file is bytes, and names are UTF-8. */
  private static String unescaped(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
    byte[] out = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = bytes[i] == '\\' && i + 3 < bytes.length;
      if (escape) {
        out[length++] = (byte) Integer.parseInt(word.substring(i + 1, i + 4), 8);
        i += 3;
      } else {
        out[length++] = bytes[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
