package dev.nodeready.dropin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What several documents say together: each kind of field has its own rule. */
record Merged(Map<String, @Nullable Object> spec) {
  private static final String SERVICE = ">instance>environment>[^>]+";
  private static final String ENTRY = ">featureGates>[^>]+|" + SERVICE + ">[^>]+";

  /** Documents of a source first, then the sources, as they are read. */
  static Merged of(List<Drawn.Source> sources) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (Drawn.Source source : sources) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      source.documents().forEach(document -> add(one, table(document.get("spec")), ""));
      add(all, one, "");
    }
    return new Merged(all);
  }

  /** A value by its path, with a dot between its names; null where nothing is said. */
  @Nullable Object at(String path) {
    Object value = spec;
    for (String name : path.split("\\.", -1)) {
      value = table(value).get(name);
    }
    return value;
  }

  String text(String path) {
    return switch (at(path)) {
      case String text -> text;
      case Said said -> said.text();
      case null, default -> "";
    };
  }

  Map<String, @Nullable Object> table(String path) {
    return table(at(path));
  }

  List<@Nullable Object> list(String path) {
    return at(path) instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  boolean gate(String name) {
    return Boolean.TRUE.equals(at("featureGates." + name));
  }

  static Map<String, @Nullable Object> table(@Nullable Object value) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> table.put((String) key, member));
    }
    return table;
  }

  private static void add(
      Map<String, @Nullable Object> earlier, Map<String, @Nullable Object> later, String path) {
    later.forEach((name, value) -> {
      String at = path + ">" + name;
      Object before = earlier.get(name);
      Object joined = before == null ? first(at, value) : joined(at, before, value);
      if (joined != null || at.matches(SERVICE)) {
        earlier.put(name, joined);
      }
    });
  }

  private static @Nullable Object first(String at, @Nullable Object value) {
    if (value == null && at.matches(ENTRY)) {
      return at.startsWith(">featureGates>") ? false : ""; // Go's zero
    }
    return isFree(at) || !(value instanceof Map<?, ?> map) ? value : started(at, map);
  }

  private static Map<String, @Nullable Object> started(String at, Map<?, ?> map) {
    Map<String, @Nullable Object> fresh = new LinkedHashMap<>();
    add(fresh, table(map), at);
    return fresh;
  }

  private static @Nullable Object joined(String at, Object earlier, @Nullable Object later) {
    if (at.matches(ENTRY) || (at.startsWith(">bootstrap>") && !(later instanceof Map<?, ?>))) {
      return later == null && at.startsWith(">bootstrap>") ? earlier : first(at, later);
    }
    if (later == null) {
      return at.matches(SERVICE) ? null : earlier;
    }
    if (at.equals(">containerd>config")) {
      return toml((Said) earlier, (Said) later);
    }
    if (isFree(at)) {
      return table(later).isEmpty() ? earlier : deep(table(earlier), table(later));
    }
    if (at.equals(">kubelet>flags")) {
      List<@Nullable Object> both = new ArrayList<>((List<?>) earlier);
      both.addAll((List<?>) later);
      return both;
    }
    if (later instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> both = table(earlier);
      add(both, table(map), at);
      return both;
    }
    return later.equals("") || later.equals(List.of()) ? earlier : later;
  }

  private static boolean isFree(String at) {
    return at.equals(">kubelet>config") || at.equals(">containerd>baseRuntimeSpec");
  }

  private static Said toml(Said earlier, Said later) {
    if (earlier.text().isEmpty() || later.text().isEmpty()) {
      return earlier.text().isEmpty() ? later : earlier;
    }
    Map<String, @Nullable Object> both = deep(table(earlier.meaning()), table(later.meaning()));
    // Nothing at all is written as an empty text, over which the next one is taken as it is.
    return new Said(both.isEmpty() ? "" : "merged\n" + earlier.text() + later.text(), both);
  }

  /** Objects member by member; everything else is the later one's, null and empty lists too. */
  static Map<String, @Nullable Object> deep(
      Map<String, @Nullable Object> earlier, Map<String, @Nullable Object> later) {
    Map<String, @Nullable Object> both = new LinkedHashMap<>(earlier);
    later.forEach((name, value) -> {
      boolean objects = both.get(name) instanceof Map<?, ?> && value instanceof Map<?, ?>;
      both.put(name, objects ? deep(table(both.get(name)), table(value)) : value);
    });
    return both;
  }
}
