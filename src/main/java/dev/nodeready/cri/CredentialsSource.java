package dev.nodeready.cri;

import java.util.Optional;

/** Where credentials for a pull come from. */
@FunctionalInterface
public interface CredentialsSource {
  /** Nobody needs any. */
  CredentialsSource NONE = image -> Optional.empty();

  /**
   * Fetches anew, before each attempt: what was refused once may have run out.
   *
   * @return empty when the registry wants none
   * @throws dev.nodeready.failure.FailureException when they cannot be had
   * @throws InterruptedException when the boot is being stopped
   */
  Optional<Credentials> fetch(String image) throws InterruptedException;
}
