package dev.nodeready.api;

import java.util.regex.Pattern;

/** A bootstrap token: an id, which is no secret, a dot, and what is. */
final class BootstrapToken {
  /** As Kubernetes has it in {@code bootstraptokenapi.BootstrapTokenPattern}. */
  private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");

  private BootstrapToken() {}

  /** Whether a token has the form of one. */
  static boolean hasForm(String token) {
    return FORM.matcher(token).matches();
  }

  /** The id of one that has the form. */
  static String id(String token) {
    return token.substring(0, token.indexOf('.'));
  }
}
