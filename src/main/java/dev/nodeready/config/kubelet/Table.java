package dev.nodeready.config.kubelet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What kubelet knows by name, and a word about each name for each version: {@code failCgroupV1
 * 31-37:bool}. Read when first asked for, since most nodes need none of it.
 */
final class Table {
  private final Map<String, String> lines = new TreeMap<>();
  private final Map<Integer, List<String>> names = new ConcurrentHashMap<>();

  private Table(String file) {
    String text = read(file);
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      int blank = text.indexOf(' ', from);
      if (text.charAt(from) != '#') {
        lines.put(text.substring(from, blank), text.substring(blank + 1, end));
      }
      from = end + 1;
    }
  }

  /** Fields of the configuration, {@code a.b} and {@code list[].c}, with their types. */
  static Table fields() {
    return Fields.TABLE;
  }

  /** Flags, with their types and the fields that they set, as {@code int32>maxPods}. */
  static Table flags() {
    return Flags.TABLE;
  }

  /** Feature gates: {@code on} or {@code off} by default, in capitals where that is fixed. */
  static Table gates() {
    return Gates.TABLE;
  }

  private static final class Fields {
    private static final Table TABLE = new Table("fields.txt");
  }

  private static final class Flags {
    private static final Table TABLE = new Table("flags.txt");
  }

  private static final class Gates {
    private static final Table TABLE = new Table("gates.txt");
  }

  private static String read(String file) {
    try (InputStream in = Table.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The word about a name in a version; null where that version does not know it. */
  @Nullable String word(String name, int minor) {
    String line = lines.get(name);
    if (line == null) {
      return null;
    }
    int known = Math.clamp(minor, Release.OLDEST, Release.NEWEST);
    for (String range : line.split(" ", -1)) {
      if (number(range, 0) <= known && known <= number(range, 3)) {
        return range.substring(6);
      }
    }
    return null;
  }

  /** The first version that knows a name, 0 where none does. */
  int first(String name) {
    String line = lines.get(name);
    return line == null ? 0 : number(line, 0);
  }

  /** The last version that knows a name, 0 where none does. */
  int last(String name) {
    String line = lines.get(name);
    return line == null ? 0 : number(line, line.lastIndexOf(' ') + 4);
  }

  /** All names that a version knows, in the order of the alphabet. */
  List<String> names(int minor) {
    return names.computeIfAbsent(minor, this::namesOf);
  }

  private List<String> namesOf(int minor) {
    return lines.keySet().stream().filter(name -> word(name, minor) != null).toList();
  }

  /** Versions have two digits: {@code 28-37:word}. */
  private static int number(String line, int at) {
    return 10 * (line.charAt(at) - '0') + line.charAt(at + 1) - '0';
  }
}
