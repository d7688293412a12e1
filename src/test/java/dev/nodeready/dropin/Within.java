package dev.nodeready.dropin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a program's own telling of its configuration holds all that was wanted, however it writes
 * names and values; of more, its defaults, nothing is asked.
 */
final class Within {
  private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

  private Within() {}

  /** One line for each value that is another one. */
  static List<String> unlike(
      Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> told) {
    return members("", wanted, told).toList();
  }

  private static Stream<String> members(
      String path, Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> told) {
    return wanted.entrySet().stream()
        .flatMap(one ->
            unlike(
                path + (path.isEmpty() ? "" : " > ") + one.getKey(),
                one.getValue(),
                member(told, one.getKey())));
  }

  private static Stream<String> unlike(
      String path, @Nullable Object wanted, @Nullable Object told) {
    if (wanted instanceof Map<?, ?> map && told instanceof Map<?, ?> tree) {
      return members(path, Merged.table(map), Merged.table(tree));
    }
    if (wanted instanceof List<?> list && told instanceof List<?> other) {
      List<String> found = new ArrayList<>();
      for (int at = 0; at < Math.max(list.size(), other.size()); at++) {
        Object one = at < list.size() ? list.get(at) : "nothing";
        Object same = at < other.size() ? other.get(at) : "nothing";
        unlike(path + "[" + at + "]", one, same).forEach(found::add);
      }
      return found.stream();
    }
    if (wanted == null) {
      // Nobody's wish: the program's own default holds.
      return Stream.of();
    }
    boolean bothEmpty = isEmpty(wanted) && isEmpty(told);
    return bothEmpty || equal(wanted, told)
        ? Stream.of()
        : Stream.of(path + ": wanted " + wanted + ", is told as " + told);
  }

  /** What Go leaves out as it tells. */
  private static boolean isEmpty(@Nullable Object value) {
    return value == null || List.of("", 0, 0L, List.of(), Map.of()).contains(value);
  }

  /** Names of its structures begin with a capital. */
  private static @Nullable Object member(Map<String, @Nullable Object> tree, String name) {
    return tree.entrySet().stream()
        .filter(one -> one.getKey().equalsIgnoreCase(name))
        .map(one -> Optional.ofNullable(one.getValue()))
        .findFirst()
        .orElse(Optional.empty())
        .orElse(null);
  }

  static boolean equal(@Nullable Object wanted, @Nullable Object told) {
    if (wanted == null || told == null) {
      return wanted == null && told == null;
    }
    return wanted.equals(told) || plain(wanted.toString()).equals(plain(told.toString()));
  }

  /** Numbers and durations by their values. */
  private static String plain(String text) {
    if (text.matches("-?(?:0[xX][0-9a-fA-F]{1,8}|\\d{1,9})")) {
      return String.valueOf(Long.decode(text));
    }
    Matcher time = DURATION.matcher(text);
    if (!text.isEmpty() && time.matches()) {
      BigDecimal seconds = BigDecimal.ZERO;
      for (int at = 1; at <= 3; at++) {
        String part = time.group(at) == null ? "0" : time.group(at);
        seconds = seconds.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
      }
      return seconds + " s";
    }
    return text;
  }
}
