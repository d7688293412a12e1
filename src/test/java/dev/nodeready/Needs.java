package dev.nodeready;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine that it runs on and cannot make itself. */
public final class Needs {
  private Needs() {}

  /**
   * Where it is not there the test fails in CI and is skipped elsewhere.
   *
   * @param message what is missing and how to get it
   */
  public static void that(boolean there, String message) {
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(there, message);
    }
    assumeTrue(there, message);
  }
}
