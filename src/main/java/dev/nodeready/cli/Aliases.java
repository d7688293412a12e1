package dev.nodeready.cli;

import java.util.Arrays;
import java.util.stream.Stream;

/** Words that other programs take for what are options here. */
final class Aliases {
  private Aliases() {}

  /** {@code help COMMAND} is {@code COMMAND --help}, and {@code --version} is {@code version}. */
  static String[] resolved(String[] words) {
    String first = words.length == 0 ? "" : words[0];
    return switch (first) {
      case "help" ->
          Stream.concat(Arrays.stream(words).skip(1), Stream.of("--help")).toArray(String[]::new);
      case "-V", "--version" ->
          Stream.concat(Stream.of("version"), Arrays.stream(words).skip(1)).toArray(String[]::new);
      default -> words;
    };
  }
}
