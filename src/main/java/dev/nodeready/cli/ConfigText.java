package dev.nodeready.cli;

import dev.nodeready.config.Explanation;
import dev.nodeready.config.Problem;
import dev.nodeready.config.Problems;
import dev.nodeready.config.Severity;
import dev.nodeready.failure.Failure;
import dev.nodeready.tree.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problems and explanations, for people and for programs. */
final class ConfigText {
  private ConfigText() {}

  /** One line for each problem. */
  static String lines(List<Problem> problems) {
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(problem.severity() == Severity.WARNING ? "warning: " : "error: ")
          .append(problem.toLine())
          .append('\n');
    }
    return text.toString();
  }

  /** What {@code config check} answers programs; the failure is that of a boot that is strict. */
  static String json(int exitCode, List<Problem> problems) {
    List<Problem> failing = Problems.failing(problems, true);
    List<Object> list = new ArrayList<>();
    for (Problem problem : problems) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
      members.put("code", problem.code().name());
      members.put("path", problem.path());
      members.put("origin", origin(problem.origin()));
      members.put("text", problem.text());
      members.put("suggestion", problem.suggestion());
      list.add(members);
    }
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("valid", failing.isEmpty());
    whole.put("problems", list);
    Failure failure = failing.isEmpty() ? null : Problems.failure(failing).failure();
    return Document.of(exitCode, failure, whole);
  }

  private static @Nullable Object origin(@Nullable Origin origin) {
    if (origin == null) {
      return null;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("source", origin.source());
    members.put("document", origin.document());
    members.put("line", origin.line());
    members.put("column", origin.column());
    return members;
  }

  static String explained(List<Explanation> fields) {
    StringBuilder text = new StringBuilder();
    for (Explanation field : fields) {
      text.append(field.path()).append('\n');
      if (field.value() != null) {
        text.append("  value:    ").append(field.value()).append('\n');
        text.append("  from:     ")
            .append(field.origin() == null ? "the cache or a default" : field.origin())
            .append('\n');
      }
      text.append("  default:  ").append(field.fallback()).append('\n');
      text.append("  ").append(field.text()).append("\n\n");
    }
    return text.toString();
  }

  static String explainedJson(List<Explanation> fields) {
    List<Object> list = new ArrayList<>();
    for (Explanation field : fields) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("path", field.path());
      members.put("value", field.value());
      members.put("origin", origin(field.origin()));
      members.put("default", field.fallback());
      members.put("text", field.text());
      list.add(members);
    }
    return Shared.document(Map.of("fields", list));
  }
}
