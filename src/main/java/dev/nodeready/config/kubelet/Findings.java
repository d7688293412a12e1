package dev.nodeready.config.kubelet;

/** Takes what is found wrong, each with the path of the field that says it. */
public interface Findings {
  /** kubelet cannot start with it. */
  void error(String path, String text, String suggestion);

  /**
   * kubelet cannot start with a name that it does not know; a version that is not looked at may.
   */
  default void unknown(String path, String text, String suggestion) {
    error(path, text, suggestion);
  }

  /** It does nothing, or not what was meant, but the node would still come up. */
  void strict(String path, String text, String suggestion);

  /** It may be meant like that. */
  void warn(String path, String text, String suggestion);
}
