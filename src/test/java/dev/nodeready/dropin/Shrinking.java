package dev.nodeready.dropin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes away from a case whatever it fails without. */
final class Shrinking {
  private static final List<String> KEPT = List.of("apiVersion", "kind");

  private Shrinking() {}

  /** The smallest case that is found to fail; so many are tried, and no more. */
  static Drawn of(Drawn drawn, Predicate<Drawn> fails) {
    int[] tries = {1000};
    Drawn smallest = drawn;
    Optional<Drawn> next = Optional.of(drawn);
    while (next.isPresent()) {
      smallest = next.get();
      next = smaller(smallest).stream().takeWhile(_ -> tries[0]-- > 0).filter(fails).findFirst();
    }
    return smallest;
  }

  private static List<Drawn> smaller(Drawn drawn) {
    List<Drawn> all = new ArrayList<>();
    all.add(new Drawn(drawn.sources(), Machine.PLAIN));
    all.removeIf(_ -> drawn.machine().equals(Machine.PLAIN));
    List<Drawn.Source> sources = drawn.sources();
    for (int at = 0; at < sources.size(); at++) {
      List<Drawn.Source> others = new ArrayList<>(sources);
      Drawn.Source source = others.remove(at);
      if (!others.isEmpty()) {
        all.add(drawn.with(List.copyOf(others)));
      }
      for (List<@Nullable Object> documents : ofList(new ArrayList<>(source.documents()))) {
        List<Drawn.Source> changed = new ArrayList<>(sources);
        changed.set(at, source.with(cast(documents)));
        if (!documents.isEmpty()) {
          all.add(drawn.with(changed));
        }
      }
    }
    return all;
  }

  @SuppressWarnings("unchecked") // made of documents
  private static List<Map<String, @Nullable Object>> cast(List<?> documents) {
    return (List<Map<String, @Nullable Object>>) documents;
  }

  private static List<List<@Nullable Object>> ofList(List<@Nullable Object> list) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    for (int at = 0; at < list.size(); at++) {
      List<@Nullable Object> without = new ArrayList<>(list);
      without.remove(at);
      all.add(without);
      for (Object smaller : of(list.get(at))) {
        List<@Nullable Object> changed = new ArrayList<>(list);
        changed.set(at, smaller);
        all.add(changed);
      }
    }
    return all;
  }

  private static List<? extends @Nullable Object> of(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return ofList(new ArrayList<>(list));
    }
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    Map<String, @Nullable Object> map = Merged.table(value);
    map.forEach((name, member) -> {
      if (!KEPT.contains(name)) {
        Map<String, @Nullable Object> without = new LinkedHashMap<>(map);
        without.remove(name);
        all.add(without);
        for (Object smaller : of(member)) {
          Map<String, @Nullable Object> changed = new LinkedHashMap<>(map);
          changed.put(name, smaller);
          all.add(changed);
        }
      }
    });
    return all;
  }
}
