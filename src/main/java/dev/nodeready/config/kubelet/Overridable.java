package dev.nodeready.config.kubelet;

/**
 * Findings of which those below a path are not certain, since something that is read later may say
 * otherwise.
 *
 * @param to takes them
 * @param below the path
 */
public record Overridable(Findings to, String below) implements Findings {
  @Override
  public void error(String path, String text, String suggestion) {
    if (path.startsWith(below)) {
      to.strict(path, text, suggestion);
    } else {
      to.error(path, text, suggestion);
    }
  }

  @Override
  public void unknown(String path, String text, String suggestion) {
    if (path.startsWith(below)) {
      to.strict(path, text, suggestion);
    } else {
      to.unknown(path, text, suggestion);
    }
  }

  @Override
  public void strict(String path, String text, String suggestion) {
    to.strict(path, text, suggestion);
  }

  @Override
  public void warn(String path, String text, String suggestion) {
    to.warn(path, text, suggestion);
  }
}
