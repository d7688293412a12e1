package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.tree.Origin;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Turns problems into the one failure that is thrown. */
public final class Problems {
  private Problems() {}

  /** All problems in one failure, under the code of the first. */
  public static FailureException failure(List<Problem> problems) {
    Problem first = problems.getFirst();
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(problems.size() > 1 ? "\n  " : "").append(problem.toLine());
    }
    String happened =
        problems.size() > 1 ? "found " + problems.size() + " problems:" + text : text.toString();
    return Failure.permanent(
            first.code(),
            "read the configuration",
            happened,
            todo(first.code())
                + "; nodeready config check"
                + sources(problems)
                + " shows this again")
        .asException();
  }

  private static String todo(Code code) {
    return switch (code) {
      case CONFIG_SOURCE_UNREADABLE -> "mend that source";
      case CONFIG_NONE -> "give it a NodeConfig";
      default -> "correct the NodeConfig";
    };
  }

  /** The options that name those sources in which something is wrong. */
  private static String sources(List<Problem> problems) {
    return problems.stream()
        .map(Problem::origin)
        .filter(Objects::nonNull)
        .map(Origin::source)
        .filter(source -> source.contains("://"))
        .distinct()
        .map(source -> " -c " + (source.equals("file:///dev/stdin") ? "-" : source))
        .collect(Collectors.joining());
  }

  /** Those that a boot, or a strict one, fails on. */
  public static List<Problem> failing(List<Problem> problems, boolean strict) {
    return problems.stream()
        .filter(problem ->
            switch (problem.severity()) {
              case ERROR -> true;
              case STRICT -> strict;
              case WARNING -> false;
            })
        .toList();
  }
}
