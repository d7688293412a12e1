package dev.nodeready.cli;

import dev.nodeready.config.json.Json;
import dev.nodeready.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer for programs, the same for every command: the number of its schema, the exit code, the
 * failure (null where there is none), and behind them the result, if there is one. The status file
 * has the first three too.
 */
final class Document {
  private Document() {}

  /** A result, a failure, or both; what there is of a result may be empty. */
  static String of(
      int exitCode, @Nullable Failure failure, Map<String, ? extends @Nullable Object> result) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("schema", 1L);
    whole.put("exitCode", (long) exitCode);
    whole.put("failure", failure == null ? null : failure.members());
    whole.putAll(result);
    return Json.pretty(whole, 2) + "\n";
  }
}
