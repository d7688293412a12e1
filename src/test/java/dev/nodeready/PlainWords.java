package dev.nodeready;

import dev.nodeready.failure.Words;

/**
 * Looks at all that the program says in tests: whatever runs it hands its output through here. A
 * thread dump that was asked for is Java's own.
 */
public final class PlainWords {
  private PlainWords() {}

  /** The output as it is, which has no name of a package or class in it. */
  public static String of(String output) {
    if (!output.contains("Full thread dump")) {
      output
          .lines()
          .filter(line -> !Words.arePlain(line))
          .findFirst()
          .ifPresent(line -> {
            throw new AssertionError("Java's own words are told to people: " + line);
          });
    }
    return output;
  }
}
