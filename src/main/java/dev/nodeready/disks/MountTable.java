package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is mounted where, by {@code /proc/self/mountinfo}; see proc(5). */
public record MountTable(List<Entry> entries) {
  /** Where the kernel tells it. */
  public static final String PATH = "/proc/self/mountinfo";

  private static final int MOST_BYTES = 16 << 20;
  private static final Pattern ESCAPE = Pattern.compile("[0-3][0-7]{2}");

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
      return of(Root.MACHINE);
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_READ_FAILED, "read " + PATH, Words.of(e)).asException(e);
    }
  }

  /**
   * Those that a machine below another root tells of.
   *
   * @throws IOException when that cannot be read
   */
  public static MountTable of(Root root) throws IOException {
    try (InputStream in = Files.newInputStream(root.at(PATH))) {
      return parse(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
    }
  }

  /** Reads the file's text, a character for each of its bytes. */
  static MountTable parse(String text) {
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
      String digits = word.substring(Math.min(i + 1, bytes.length), Math.min(i + 4, bytes.length));
      if (bytes[i] == '\\' && ESCAPE.matcher(digits).matches()) {
        out[length++] = (byte) Integer.parseInt(digits, 8);
        i += 3;
      } else {
        out[length++] = bytes[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
