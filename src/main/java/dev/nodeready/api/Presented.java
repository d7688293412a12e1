package dev.nodeready.api;

import dev.nodeready.api.Kubeconfig.Material;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as the API server gets them; of {@link #toString} nobody learns a secret.
 *
 * @param token empty where there is none
 * @param certificate without place where there is none
 * @param key of the certificate
 * @param expires when they do; null where they do not say
 */
record Presented(String token, Material certificate, Material key, @Nullable Instant expires) {
  static final Presented NOTHING = new Presented("");

  Presented(String token) {
    this(token, Material.NONE, Material.NONE, null);
  }

  Presented(Material certificate, Material key) {
    this("", certificate, key, null);
  }

  /** Whether a token is all of it, which each call shows. */
  boolean isToken() {
    return !token.isEmpty() && certificate.equals(Material.NONE);
  }

  /** Whether they are past their end, or so near it that a call may come too late. */
  boolean ended(Instant now) {
    return expires != null && !now.plusSeconds(5).isBefore(expires);
  }

  @Override
  public String toString() {
    return "credentials that expire at " + expires;
  }
}
