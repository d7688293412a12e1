package dev.nodeready.cri;

import dev.nodeready.retry.Deadline;
import java.util.Optional;

/** Where credentials for a pull come from. */
@FunctionalInterface
public interface CredentialsSource {
  /** Nobody needs any. */
  CredentialsSource NONE = (image, deadline) -> Optional.empty();

  /**
   * Fetches anew, before each attempt: what was refused once may have run out.
   *
   * @param deadline of the attempt, which the pull needs some of
   * @return empty when the registry wants none
   * @throws dev.nodeready.failure.FailureException when they cannot be had
   * @throws InterruptedException when the boot is being stopped
   */
  Optional<Credentials> fetch(String image, Deadline deadline) throws InterruptedException;
}
