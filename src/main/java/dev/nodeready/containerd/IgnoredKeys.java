package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the user has said to containerd in vain: it starts, and passes over keys that it does not
 * know, misspelt ones and those of other versions (containerd 2.4 has {@code bin_dirs} where 2.0
 * has {@code bin_dir}). Source: what {@code containerd config dump} and {@code migrate} of 2.0 and
 * 2.4 say on standard error; 1.x says nothing.
 */
public final class IgnoredKeys {
  /** Of a key in a table all names, with a blank between them. */
  private static final Pattern SAID =
      Pattern.compile("msg=\"Ignoring unknown key in TOML[^\"]*\".*? key=(?:\"([^\"]*)\"|(\\S+))");

  private static final String PLUGINS = "plugins";

  private IgnoredKeys() {}

  /**
   * One warning, or none.
   *
   * @param users the TOML of {@code spec.containerd.config}; keys of others are not told, such as
   *     those that nodeadm generates for each version
   * @param said what containerd printed on standard error
   */
  public static List<Failure> warnings(String users, String said) {
    Set<String> keys = new LinkedHashSet<>();
    for (Matcher found = SAID.matcher(said); found.find(); ) {
      keys.add(found.group(1) == null ? found.group(2) : found.group(1));
    }
    // Mostly it says nothing, and what the user has added need not be read again.
    if (!keys.isEmpty()) {
      keys.retainAll(paths(users));
    }
    return keys.isEmpty()
        ? List.of()
        : List.of(
            Failure.permanent(
                Code.CONTAINERD_CONFIG_KEY_IGNORED,
                "have containerd read spec.containerd.config",
                "it passes over " + told(keys) + ", which this version does not know"));
  }

  private static String told(Set<String> keys) {
    return String.join(", ", keys.stream().map(key -> key.replace(' ', '.')).toList());
  }

  private static Set<String> paths(String users) {
    Set<String> paths = new HashSet<>();
    try {
      Map<String, @Nullable Object> tree = Tree.asTable(TomlText.parse(users));
      Tree.asTable(tree.remove(PLUGINS)).values().forEach(plugin -> add(paths, "", plugin));
      add(paths, "", tree);
    } catch (TomlException e) {
      // It was merged into what containerd has read, so that it is some.
      throw new IllegalStateException("it was parsed before", e);
    }
    return paths;
  }

  private static void add(Set<String> paths, String path, @Nullable Object value) {
    Tree.asTable(value)
        .forEach((name, member) -> {
          paths.add(path + name);
          add(paths, path + name + " ", member);
        });
  }
}
