package dev.nodeready.config;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.Findings;
import dev.nodeready.tree.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the checks find, each with the place where it was written. */
final class Report implements Findings {
  private final Origins origins;
  private final List<Problem> problems = new ArrayList<>();

  Report(Origins origins) {
    this.origins = origins;
  }

  List<Problem> problems() {
    return problems;
  }

  /** It is certain not to join. */
  @Override
  public void error(String path, String text, String suggestion) {
    add(Severity.ERROR, path, text, suggestion);
  }

  /** It does nothing, or not what was meant, but the node would still come up. */
  @Override
  public void strict(String path, String text, String suggestion) {
    add(Severity.STRICT, path, text, suggestion);
  }

  /** It may be meant like that. */
  @Override
  public void warn(String path, String text, String suggestion) {
    add(Severity.WARNING, path, text, suggestion);
  }

  void missing(String path, @Nullable Origin origin, String text, String suggestion) {
    problems.add(
        new Problem(Severity.ERROR, Code.CONFIG_FIELD_MISSING, path, origin, text, suggestion));
  }

  private void add(Severity severity, String path, String text, String suggestion) {
    problems.add(
        new Problem(
            severity, Code.CONFIG_VALUE_INVALID, path, origins.nearest(path), text, suggestion));
  }
}
