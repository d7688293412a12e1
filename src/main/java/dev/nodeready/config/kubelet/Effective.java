package dev.nodeready.config.kubelet;

import dev.nodeready.config.Paths;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What kubelet will go by: its defaults, below what nodeadm's file says, below the user's
 * configuration, below the flags. Fields are named by their paths, such as {@code maxPods} or
 * {@code logging.format}.
 */
final class Effective {
  private static final String CONFIG = "spec.kubelet.config";

  private final Map<String, @Nullable Object> users;
  private final Map<String, @Nullable Object> merged;
  private final Map<String, Integer> flagItems = new LinkedHashMap<>();
  private final Map<String, Object> defaults;
  private final FlagList flags;
  private final int minor;

  Effective(Map<String, @Nullable Object> users, FlagList flags, int minor) {
    this(Base.generated(minor), users, flags, minor);
  }

  private Effective(
      Map<String, @Nullable Object> below,
      Map<String, @Nullable Object> users,
      FlagList flags,
      int minor) {
    this.users = users;
    this.flags = flags;
    this.minor = minor;
    this.defaults = Base.defaults(minor);
    this.merged = merge(below, users);
    flags.flags().forEach(this::overlay);
  }

  /** What files and flags say together, without anything that nodeadm would write. */
  static Effective ofFiles(List<Map<String, @Nullable Object>> files, FlagList flags, int minor) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    files.forEach(file -> merge(all, file));
    return new Effective(new LinkedHashMap<>(), all, flags, minor);
  }

  /** Whether the user gives a flag. */
  boolean hasFlag(String name) {
    return flags.last(name) != null;
  }

  int minor() {
    return minor;
  }

  private void overlay(FlagList.Flag flag) {
    String word = Table.flags().word(flag.name(), minor);
    String text = flag.value();
    if (word == null || text == null || word.endsWith(">-")) {
      return;
    }
    String field = word.substring(word.indexOf('>') + 1);
    Object value = FlagValues.read(word.substring(0, word.indexOf('>')), text);
    if (value != null) {
      put(field, flagItems.containsKey(field) ? added(get(field), value) : value);
      flagItems.put(field, flag.item());
    }
  }

  /** Maps and lists of flags that are given more than once add up. */
  private static Object added(@Nullable Object before, Object value) {
    if (before instanceof Map<?, ?> map && value instanceof Map<?, ?> more) {
      return merge(copy(map), more);
    }
    return before instanceof List<?> list && value instanceof List<?> more
        ? Stream.concat(list.stream(), more.stream()).toList()
        : value;
  }

  @SuppressWarnings("unchecked")
  private void put(String field, Object value) {
    String[] names = field.split("\\.", -1);
    Map<String, @Nullable Object> at = merged;
    for (int depth = 0; depth < names.length - 1; depth++) {
      if (!(at.get(names[depth]) instanceof Map<?, ?>)) {
        at.put(names[depth], new LinkedHashMap<String, @Nullable Object>());
      }
      at = (Map<String, @Nullable Object>) at.get(names[depth]);
    }
    String last = names[names.length - 1];
    if (field.equals("featureGates") && at.get(last) instanceof Map<?, ?> gates) {
      at.put(last, merge(copy(gates), (Map<?, ?>) value));
    } else {
      at.put(last, value);
    }
  }

  /** As JSON merge patches do it: objects are merged, null takes away, all else is replaced. */
  private static Map<String, @Nullable Object> merge(
      Map<String, @Nullable Object> below, Map<?, ?> above) {
    above.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (value instanceof Map<?, ?> map && below.get(name) instanceof Map<?, ?> there) {
        below.put(name, merge(copy(there), map));
      } else if (value == null) {
        below.remove(name);
      } else {
        below.put(name, value instanceof Map<?, ?> map ? copy(map) : value);
      }
    });
    return below;
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) ->
        copy.put(String.valueOf(key), value instanceof Map<?, ?> inner ? copy(inner) : value));
    return copy;
  }

  /** What holds for a field; null where nothing does. */
  @Nullable Object get(String field) {
    Object at = merged;
    for (String name : field.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at == null ? defaults.get(field) : at;
  }

  /**
   * Where the user says something about the first of these fields of which he does; null where he
   * says nothing of any.
   */
  @Nullable String where(String... fields) {
    for (String field : fields) {
      Integer item = flagItems.get(field);
      if (item != null) {
        return Paths.item("spec.kubelet.flags", item);
      }
      String path = written(field);
      if (path != null) {
        return path;
      }
    }
    return null;
  }

  /** Where a member of a map stands: in the configuration below the map, else where the flag is. */
  String whereMember(String where, String field, String member) {
    return flagItems.containsKey(field) ? where : Paths.member(where, member);
  }

  /** Whether a member is there because of nodeadm's file alone. */
  boolean isGenerated(String field, String member) {
    boolean written = users.get(field) instanceof Map<?, ?> map && map.containsKey(member);
    return !written
        && !flagItems.containsKey(field)
        && Base.generated(minor).get(field) instanceof Map<?, ?> map
        && map.containsKey(member);
  }

  /** Whether a flag sets the field. */
  boolean isFlag(String field) {
    return flagItems.containsKey(field);
  }

  private @Nullable String written(String field) {
    Object at = users;
    String path = CONFIG;
    for (String name : field.split("\\.", -1)) {
      if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
        return null;
      }
      at = map.get(name);
      path = Paths.member(path, name);
    }
    return path;
  }

  /** A whole number; null where the field is none or is not there. */
  @Nullable Long number(String field) {
    return whole(get(field));
  }

  /** A duration in nanoseconds; null where the field is none or is not there. */
  @Nullable Long nanos(String field) {
    return get(field) instanceof String text ? GoValues.nanos(text) : null;
  }

  String text(String field) {
    return get(field) instanceof String text ? text : "";
  }

  boolean is(String field) {
    return Boolean.TRUE.equals(get(field));
  }

  List<?> list(String field) {
    return get(field) instanceof List<?> list ? list : List.of();
  }

  Map<?, ?> map(String field) {
    return get(field) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** Whether a feature gate is on. */
  boolean gate(String name) {
    Object set = map("featureGates").get(name);
    String word = Table.gates().word(name, minor);
    return set instanceof Boolean on
        ? on
        : word != null && (word.startsWith("on") || word.startsWith("ON"));
  }

  static @Nullable Long whole(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    if (number instanceof BigInteger big) {
      return big.bitLength() < Long.SIZE ? big.longValue() : null;
    }
    boolean whole =
        !(number instanceof Double fraction)
            || (fraction == Math.rint(fraction) && Math.abs(fraction) < Long.MAX_VALUE);
    return whole ? number.longValue() : null;
  }

  static String quantityToWrite(String text) {
    String meant = Quantity.meant(text);
    return meant.isEmpty() ? "write one such as 100m, 512Mi or 1Gi" : "write \"" + meant + '"';
  }
}
