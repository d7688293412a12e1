package dev.nodeready.dropin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * kubelet's flags as its command line is read: by the rules of spf13/pflag, with underscores for
 * dashes, and of the kinds of values that its flags have.
 */
final class FlagSet {
  static final Set<String> SWITCHES = Set.of("serialize-image-pulls", "seccomp-default");

  /** Maps, to which each further flag of the name adds. */
  private static final Map<String, String> MAPS =
      Map.of(
          "node-labels", "=",
          "kube-reserved", "=",
          "system-reserved", "=",
          "feature-gates", "=",
          "eviction-hard", "<");

  private static final String TAINTS = "register-with-taints";

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  /** Reads a command line without the program. */
  static Map<String, @Nullable Object> parse(List<String> words) {
    FlagSet flags = new FlagSet();
    List<String> rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      if (!word.startsWith("--") || word.length() < 3 || word.startsWith("--=")) {
        throw new IllegalArgumentException("kubelet ends at " + word + " in " + words);
      }
      int equals = word.indexOf('=');
      String name = word.substring(2, equals < 0 ? word.length() : equals).replace('_', '-');
      if (equals >= 0) {
        flags.set(name, word.substring(equals + 1));
      } else if (SWITCHES.contains(name)) {
        flags.set(name, "true");
      } else if (rest.isEmpty()) {
        throw new IllegalArgumentException("kubelet misses an argument of " + word);
      } else {
        flags.set(name, rest.removeFirst());
      }
    }
    return flags.values;
  }

  void set(String name, String value) {
    String between = MAPS.get(name);
    if (between != null) {
      Map<String, @Nullable Object> map = Merged.table(values.get(name));
      for (String pair : value.split(",", -1)) {
        String[] parts = pair.split(between, 2);
        map.put(parts[0].strip(), parts[1].strip());
      }
      values.put(name, map);
    } else if (name.equals(TAINTS)) {
      values.put(name, taints(value));
    } else {
      values.put(name, value);
    }
  }

  /** Of one flag; another flag of the name replaces them. */
  private static Map<String, String> taints(String value) {
    Map<String, String> taints = new LinkedHashMap<>();
    for (String taint : value.split(",", -1)) {
      String[] parts = taint.split("[=:]", -1);
      String before = taints.put(parts[0] + ":" + parts[parts.length - 1], taint);
      if (before != null) {
        throw new IllegalArgumentException("the API server refuses a Node with two of " + before);
      }
    }
    return taints;
  }

  /** What a user wants: taints of all their flags, of which kubelet alone takes the last. */
  void add(DrawnFlag flag) {
    if (flag.name().equals(TAINTS)) {
      Map<String, @Nullable Object> all = Merged.table(values.get(TAINTS));
      all.putAll(taints(flag.value()));
      values.put(TAINTS, all);
    } else {
      set(flag.name(), flag.value());
    }
  }

  Map<String, @Nullable Object> values() {
    return values;
  }
}
