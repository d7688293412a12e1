package dev.nodeready.cri;

/**
 * What a registry takes for a pull.
 *
 * @param username such as {@code AWS}
 * @param password a secret
 */
public record Credentials(String username, String password) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "Credentials[" + username + "]";
  }
}
