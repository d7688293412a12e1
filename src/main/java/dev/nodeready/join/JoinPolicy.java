package dev.nodeready.join;

import java.util.Locale;

/** When a boot counts as joined: {@code spec.bootstrap.join}. */
public enum JoinPolicy {
  /** kubelet is healthy; the API server is not asked. */
  HEALTHY,
  /** The Node of this boot is there. */
  REGISTERED,
  /** It is Ready. */
  READY;

  /** The policy of a word, which has been checked; {@code otherwise} where it is empty. */
  public static JoinPolicy of(String word, JoinPolicy otherwise) {
    return word.isEmpty() ? otherwise : valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** As it stands in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
