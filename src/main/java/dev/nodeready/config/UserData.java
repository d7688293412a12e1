package dev.nodeready.config;

import org.jspecify.annotations.Nullable;

/** Fetches the user data of this instance. */
@FunctionalInterface
public interface UserData {
  /**
   * Fetches it as it is, packed or not.
   *
   * @return null where the instance has none
   * @throws dev.nodeready.failure.FailureException when the metadata service cannot be asked
   * @throws InterruptedException when the process is being stopped
   */
  byte @Nullable [] fetch() throws InterruptedException;

  /** What shows that this machine is no instance, so that nobody is asked; empty where none is. */
  default String elsewhere() {
    return "";
  }
}
