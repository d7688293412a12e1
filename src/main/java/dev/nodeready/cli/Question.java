package dev.nodeready.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A question to whoever sits before a terminal. */
final class Question {
  private static final Path INPUT = Path.of("/proc/self/fd/0");
  private static final Pattern TERMINAL =
      Pattern.compile("/dev/(pts/\\d+|tty\\w*|console|hvc\\d+)");

  private Question() {}

  /** Whether standard input is a terminal. */
  static boolean canBeAsked() {
    try {
      return TERMINAL.matcher(Files.readSymbolicLink(INPUT).toString()).matches();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether they say yes; the end of input is no. */
  static boolean agreed(String question, Streams streams) {
    streams.err().print(question + " [y/N] ");
    streams.err().flush();
    try {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String answer = input.readLine();
      return answer != null
          && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      return false;
    }
  }
}
