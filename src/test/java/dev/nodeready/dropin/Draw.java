package dev.nodeready.dropin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws from a seed. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int n) {
    return random.nextInt(n);
  }

  long seed() {
    return random.nextLong();
  }

  @SafeVarargs
  final <T extends @Nullable Object> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T extends @Nullable Object> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Some of the fields, a few of them null. */
  Map<String, @Nullable Object> some(Map<String, Supplier<@Nullable Object>> fields) {
    return some(fields, 3);
  }

  /**
   * Each field once in so many draws, rarely null. Always in one order: {@code Map.of} has another
   * in each process, and a seed would draw something else there.
   */
  Map<String, @Nullable Object> some(Map<String, Supplier<@Nullable Object>> fields, int oneIn) {
    Map<String, @Nullable Object> drawn = new LinkedHashMap<>();
    new TreeMap<>(fields)
        .forEach((name, value) -> {
          if (oneIn(oneIn)) {
            drawn.put(name, oneIn(15) ? null : ordered(value.get()));
          }
        });
    return drawn;
  }

  private static @Nullable Object ordered(@Nullable Object value) {
    return switch (value) {
      case LinkedHashMap<?, ?> map -> map;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, member) -> sorted.put((String) name, ordered(member)));
        yield new LinkedHashMap<>(sorted);
      }
      case List<?> list -> list.stream().map(Draw::ordered).toList();
      case null, default -> value;
    };
  }

  /** An object of JSON, rarely deep. */
  Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int left = below(4); left > 0; left--) {
      object.put(of("a", "b", "c.d", "e f", "é", "1", "true", "x/y"), value(depth));
    }
    return object;
  }

  private @Nullable Object value(int depth) {
    return switch (below(depth > 0 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> of(true, false);
      case 2 -> of(0L, 1L, -1L, 4096L, 9007199254740991L, -2147483649L);
      case 3 -> of(0.5, 1.25e10, -0.001);
      case 4, 5, 6 -> text();
      case 7 -> object(depth - 1);
      default -> List.of(text(), object(depth - 1), of(List.of(), List.of(1L, "x")));
    };
  }

  /** Texts that a careless reader or writer takes for something else. */
  String text() {
    return of(
        "plain",
        "two words",
        "",
        "yes",
        "NO",
        "null",
        "~",
        "1",
        "0x1F",
        "1e3",
        ".5",
        "1_000",
        "2001-01-01",
        "12:30:45",
        "a: b",
        "- a",
        "# no remark",
        "a #b",
        "it's",
        "say \"hi\"",
        "back\\slash",
        "tab\there",
        "line\nline",
        "line\n",
        "\n",
        " space ",
        "100%",
        "%h",
        "$HOME",
        "{a}",
        "[b]",
        "&c",
        "*d",
        "!e",
        "|",
        ">",
        "@f",
        "`g",
        "<h>&amp;",
        "é世\u2028x",
        "😀",
        "=",
        "<<");
  }
}
