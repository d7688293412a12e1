package dev.nodeready.kubelet;

import dev.nodeready.config.kubelet.FlagItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * kubelet keeps only the last of several taint flags, so all of them become that last one. The API
 * server takes no Node with two taints of the same key and effect, so the later of these counts.
 */
final class TaintFlags {
  private static final String NAME = "--register-with-taints";

  private final List<String> rest = new ArrayList<>();
  private final Map<String, String> taints = new LinkedHashMap<>();
  private int flags;
  private int last;
  private boolean valueFollows;

  private TaintFlags() {}

  /** The items as they go into the line, with one taint flag at most. */
  static List<String> joined(List<FlagItem> items) {
    TaintFlags found = new TaintFlags();
    items.forEach(found::take);
    return found.flags < 2
        ? items.stream().filter(item -> !item.text().isEmpty()).map(FlagLine::item).toList()
        : found.all();
  }

  private void take(FlagItem item) {
    List<String> others = new ArrayList<>();
    int before = flags;
    for (String word : item.words()) {
      int equals = word.indexOf('=');
      boolean named =
          (equals < 0 ? word : word.substring(0, equals)).replace('_', '-').equals(NAME);
      if (valueFollows) {
        add(word);
        valueFollows = false;
      } else if (!named) {
        others.add(FlagLine.word(word));
      } else {
        flags++;
        last = rest.size();
        valueFollows = equals < 0;
        add(word.substring(equals < 0 ? word.length() : equals + 1));
      }
    }
    boolean untouched = flags == before && others.size() == item.words().size();
    rest.addAll(untouched && !others.isEmpty() ? List.of(FlagLine.item(item)) : others);
  }

  private void add(String value) {
    if (!value.isEmpty()) {
      for (String taint : value.split(",", -1)) {
        taints.put(keyAndEffect(taint), taint);
      }
    }
  }

  /** Of {@code key=value:effect} or {@code key:effect}. */
  private static String keyAndEffect(String taint) {
    int colon = taint.lastIndexOf(':');
    int equals = taint.indexOf('=');
    return colon < 0 || equals < 0 || equals > colon
        ? taint
        : taint.substring(0, equals) + taint.substring(colon);
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(rest);
    all.add(last, FlagLine.word(NAME + "=" + String.join(",", taints.values())));
    return all;
  }
}
