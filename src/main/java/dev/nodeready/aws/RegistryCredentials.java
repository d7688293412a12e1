package dev.nodeready.aws;

/** What a registry wants to see before it hands out an image; the password is never shown. */
public record RegistryCredentials(String username, String password) {
  @Override
  public String toString() {
    return "RegistryCredentials[" + username + ", ***]";
  }
}
