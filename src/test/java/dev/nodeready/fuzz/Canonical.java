package dev.nodeready.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodeready.config.json.Json;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as the oracles write them, so that equal ones are equal texts. */
final class Canonical {
  private Canonical() {}

  /** Of what TOML tells apart. */
  static String toml(@Nullable Object value) {
    return switch (value) {
      case Long number -> "i" + number;
      case Double number ->
          number.isNaN() ? "nan" : "f%016x".formatted(Double.doubleToRawLongBits(number));
      case OffsetDateTime time -> "t%d.%09d".formatted(time.toEpochSecond(), time.getNano());
      case LocalDate date -> "l" + date;
      case LocalTime time -> "l" + seconds(time);
      case LocalDateTime time -> "l" + time.toLocalDate() + "T" + seconds(time.toLocalTime());
      case Map<?, ?> map -> members(map, true);
      case List<?> list -> items(list, true);
      case null, default -> text(value);
    };
  }

  /** Of what is written as JSON, its numbers as Go writes them. */
  static String json(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> members(map, false);
      case List<?> list -> items(list, false);
      case Double number when !Double.isFinite(number) -> "none of JSON's";
      case Number number -> "n" + Json.compact(number);
      case null, default -> text(value);
    };
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? "'" + hex(text) + "'" : String.valueOf(value);
  }

  static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  /** With its seconds, and as many digits behind them as are told. */
  private static String seconds(LocalTime time) {
    String nanos = "%09d".formatted(time.getNano()).replaceFirst("0+$", "");
    return "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond())
        + (nanos.isEmpty() ? "" : "." + nanos);
  }

  private static String members(Map<?, ?> map, boolean toml) {
    List<String> members = new ArrayList<>();
    map.forEach((name, value) ->
        members.add(hex(String.valueOf(name)) + ":" + (toml ? toml(value) : json(value))));
    Collections.sort(members);
    return "{" + String.join(",", members) + "}";
  }

  private static String items(List<?> list, boolean toml) {
    return "["
        + String.join(",", list.stream().map(item -> toml ? toml(item) : json(item)).toList())
        + "]";
  }
}
