package dev.nodeready.config.kubelet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Amounts as Kubernetes writes them: {@code 100m}, {@code 1.5Gi}, {@code 2e3}. */
final class Quantity {
  private static final Map<String, Decimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("", Decimal.of(1)),
          Map.entry("n", Decimal.ten(-9)),
          Map.entry("u", Decimal.ten(-6)),
          Map.entry("m", Decimal.ten(-3)),
          Map.entry("k", Decimal.ten(3)),
          Map.entry("M", Decimal.ten(6)),
          Map.entry("G", Decimal.ten(9)),
          Map.entry("T", Decimal.ten(12)),
          Map.entry("P", Decimal.ten(15)),
          Map.entry("E", Decimal.ten(18)),
          Map.entry("Ki", two(10)),
          Map.entry("Mi", two(20)),
          Map.entry("Gi", two(30)),
          Map.entry("Ti", two(40)),
          Map.entry("Pi", two(50)),
          Map.entry("Ei", two(60)));

  private Quantity() {}

  private static Decimal two(int power) {
    return Decimal.of(1L << power);
  }

  /** The amount; null where the text is none. */
  static @Nullable Decimal parse(String text) {
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int from = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String number = text.substring(from, at);
    boolean decimal =
        number.length() > (number.indexOf('.') < 0 ? 0 : 1)
            && number.indexOf('.') == number.lastIndexOf('.');
    Decimal factor = factor(text.substring(at));
    if (!decimal || factor == null || number.length() > 64) {
      return null;
    }
    Decimal amount = Decimal.parse(number).times(factor);
    return text.startsWith("-") ? amount.negated() : amount;
  }

  private static @Nullable Decimal factor(String suffix) {
    Decimal known = SUFFIXES.get(suffix);
    if (known != null || suffix.length() < 2 || (suffix.charAt(0) | 0x20) != 'e') {
      return known;
    }
    Long power = GoValues.integer(suffix.substring(1), 12);
    return power == null ? null : Decimal.ten(power.intValue());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What was probably meant by a text that is no quantity, such as {@code 512MB}; else empty. */
  static String meant(String text) {
    String bare = text.replace(" ", "").replaceFirst("^=+", "");
    for (String candidate :
        new String[] {
          bare,
          bare.replaceFirst("(?i)i?b(ytes)?$", ""),
          bare.replaceFirst("(?i)([kmgtp])i?b?$", "") + suffixOf(bare),
          bare.replaceFirst("(?i)(cpus?|cores?)$", "")
        }) {
      if (!candidate.equals(text) && parse(candidate) != null) {
        return candidate;
      }
    }
    return "";
  }

  private static String suffixOf(String text) {
    String letters = text.replaceFirst("^[0-9.]*", "").toUpperCase(java.util.Locale.ROOT);
    return letters.isEmpty() ? "" : letters.charAt(0) + "i";
  }
}
