package dev.nodeready.config.kubelet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's flags as kubelet reads them: {@code --name=value}, {@code --name value}, {@code -v5}.
 *
 * @param flags in the order in which kubelet sees them
 * @param strays words that belong to no flag; kubelet exits on one
 */
public record FlagList(List<Flag> flags, List<Flag> strays) {
  /**
   * A flag.
   *
   * @param name without dashes, with - for _
   * @param value null where it lacks one
   * @param item which item of {@code spec.kubelet.flags} it began in
   */
  public record Flag(String name, @Nullable String value, int item) {}

  /** Reads the items for a version of kubelet, whose types tell which flags need a value. */
  public static FlagList of(List<String> items, int minor) {
    Reading reading = new Reading(minor);
    for (int at = 0; at < items.size(); at++) {
      for (String word : new FlagItem(items.get(at)).words()) {
        reading.take(word, at);
      }
    }
    reading.end();
    return new FlagList(List.copyOf(reading.flags), List.copyOf(reading.strays));
  }

  /** Reads words that systemd has made already. */
  static FlagList ofWords(List<String> words, int minor) {
    Reading reading = new Reading(minor);
    for (int at = 0; at < words.size(); at++) {
      reading.take(words.get(at), at);
    }
    reading.end();
    return new FlagList(List.copyOf(reading.flags), List.copyOf(reading.strays));
  }

  /** Whether any flag sets a field of the configuration. */
  boolean setsFields(int minor) {
    for (Flag flag : flags) {
      String word = Table.flags().word(flag.name(), minor);
      if (word != null && !word.endsWith(">-")) {
        return true;
      }
    }
    return false;
  }

  /** What the last flag of a name says, which is the one that counts; null where there is none. */
  public @Nullable String last(String name) {
    Flag flag = lastFlag(name);
    return flag == null ? null : flag.value();
  }

  /** The last flag of a name; null where there is none. */
  @Nullable Flag lastFlag(String name) {
    for (int at = flags.size() - 1; at >= 0; at--) {
      if (flags.get(at).name().equals(name)) {
        return flags.get(at);
      }
    }
    return null;
  }

  /** Where the reader of the words stands. */
  private static final class Reading {
    private final int minor;
    private final List<Flag> flags = new ArrayList<>();
    private final List<Flag> strays = new ArrayList<>();
    private @Nullable Flag open;
    private boolean ended;

    Reading(int minor) {
      this.minor = minor;
    }

    void take(String word, int item) {
      Flag waiting = open;
      if (waiting != null && (isKnown(waiting.name()) || !word.startsWith("-"))) {
        open = null;
        flags.add(new Flag(waiting.name(), word, waiting.item()));
        return;
      }
      end();
      if (word.equals("--")) {
        ended = true;
      } else if (ended || word.length() < 2 || word.charAt(0) != '-') {
        strays.add(new Flag(word, null, item));
      } else if (word.startsWith("--")) {
        named(word.substring(2), item);
      } else {
        shorthand(word, item);
      }
    }

    void end() {
      if (open != null) {
        flags.add(open);
        open = null;
      }
    }

    private void named(String word, int item) {
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).replace('_', '-');
      add(name, equals < 0 ? null : word.substring(equals + 1), item);
    }

    private void shorthand(String word, int item) {
      String rest = word.substring(2);
      String value = rest.startsWith("=") ? rest.substring(1) : rest;
      add(
          word.charAt(1) == 'h' ? "help" : word.substring(1, 2),
          value.isEmpty() ? null : value,
          item);
    }

    private void add(String name, @Nullable String value, int item) {
      if (value == null && needsNone(name)) {
        flags.add(new Flag(name, "true", item));
      } else if (value == null) {
        open = new Flag(name, null, item);
      } else {
        flags.add(new Flag(name, value, item));
      }
    }

    private boolean isKnown(String name) {
      return kind(name) != null;
    }

    private boolean needsNone(String name) {
      String kind = kind(name);
      return kind != null && (kind.startsWith("bool") || kind.startsWith("version"));
    }

    private @Nullable String kind(String name) {
      String kind = Table.flags().word(name, minor);
      return kind != null && kind.startsWith("boolmap") ? "map" : kind;
    }
  }
}
