package dev.nodeready.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the resource limits in {@code spec.containerd.baseRuntimeSpec}: with a wrong one every
 * container fails at its start, those of the pod network among them. Source: the OCI runtime
 * specification, {@code process.rlimits}.
 */
final class RuntimeSpecCheck {
  private static final String SPEC = "spec.containerd.baseRuntimeSpec";
  private static final String PATH = SPEC + ".process.rlimits";

  /** What the specification writes for "no limit": the largest unsigned number of 64 bits. */
  private static final String UNLIMITED = "18446744073709551615";

  private static final List<String> NAMES =
      List.of(
          "RLIMIT_AS",
          "RLIMIT_CORE",
          "RLIMIT_CPU",
          "RLIMIT_DATA",
          "RLIMIT_FSIZE",
          "RLIMIT_LOCKS",
          "RLIMIT_MEMLOCK",
          "RLIMIT_MSGQUEUE",
          "RLIMIT_NICE",
          "RLIMIT_NOFILE",
          "RLIMIT_NPROC",
          "RLIMIT_RSS",
          "RLIMIT_RTPRIO",
          "RLIMIT_RTTIME",
          "RLIMIT_SIGPENDING",
          "RLIMIT_STACK");

  private final Report report;
  private final Set<Object> seen = new HashSet<>();

  RuntimeSpecCheck(Report report) {
    this.report = report;
  }

  void check(Map<String, @Nullable Object> spec) {
    Object process = spec.get("process");
    if (process instanceof Map<?, ?> map) {
      limits(map.get("rlimits"));
    } else if (process != null) {
      report.error(SPEC + ".process", "is no object", "write process: {rlimits: [...]}");
    }
  }

  private void limits(@Nullable Object limits) {
    if (limits instanceof List<?> list) {
      for (int at = 0; at < list.size(); at++) {
        limit(list.get(at), Paths.item(PATH, at));
      }
    } else if (limits != null) {
      report.error(PATH, "is no list", "write - {type: RLIMIT_NOFILE, soft: 65536, hard: 1048576}");
    }
  }

  private void limit(@Nullable Object limit, String path) {
    if (!(limit instanceof Map<?, ?> map)) {
      report.error(path, "is no object", "write {type: RLIMIT_NOFILE, soft: 65536, hard: 1048576}");
      return;
    }
    type(map.get("type"), path + ".type");
    Double soft = number(map.get("soft"), path + ".soft");
    Double hard = number(map.get("hard"), path + ".hard");
    if (soft != null && hard != null && soft > hard) {
      report.error(
          path + (map.containsKey("soft") ? ".soft" : ""),
          "the soft limit " + text(soft) + " is above the hard limit " + text(hard),
          "lower soft, or raise hard");
    }
  }

  private void type(@Nullable Object type, String path) {
    if (!(type instanceof String name) || !NAMES.contains(name)) {
      String meant = type instanceof String text ? meant(text) : null;
      report.error(
          path,
          type == null ? "is missing" : Suggest.quote(String.valueOf(type)) + " is no limit",
          meant == null ? "write one such as RLIMIT_NOFILE" : "write " + meant);
    } else if (!seen.add(name)) {
      report.strict(path, name + " stands twice", "keep one of them");
    }
  }

  private static @Nullable String meant(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    String whole = upper.startsWith("RLIMIT_") ? upper : "RLIMIT_" + upper;
    return NAMES.contains(whole) ? whole : Suggest.closest(whole, NAMES);
  }

  /** The number; zero where it is not written, as the runtime takes it; null where it is none. */
  private @Nullable Double number(@Nullable Object value, String path) {
    if (value == null) {
      return 0.0;
    }
    if (!(value instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())) {
      report.error(path, "is no whole number", "write one such as 65536, without quotes");
      return null;
    }
    double size = number.doubleValue();
    if (size < 0) {
      report.error(
          path,
          "is negative, and the runtime reads only unsigned numbers",
          "write " + UNLIMITED + " for no limit (of open files: 1048576, the kernel's own limit)");
      return null;
    }
    if (size > 0x1p64) {
      report.error(path, "is more than 64 bits hold", "write " + UNLIMITED + " for no limit");
      return null;
    }
    return size;
  }

  private static String text(double number) {
    return number == 0x1p64 ? UNLIMITED : String.valueOf((long) number);
  }
}
