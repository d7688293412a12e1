package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.util.List;
import java.util.Map;

/**
 * Tells why there is no result: people on standard error, and with {@code -o json} programs on
 * standard output, in the form of the status file's failure.
 *
 * @param program the name by which it was called
 * @param json whether the result was wanted as JSON
 */
record Errors(Streams streams, String program, boolean json) {
  private static final Terminal TERMINAL = Terminal.err();

  /** Whether a command line wants JSON, wherever it is broken. */
  static boolean asJson(List<String> words) {
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      boolean next = at + 1 < words.size() && words.get(at + 1).equals("json");
      if (((word.equals("-o") || word.equals("--output")) && next)
          || List.of("-ojson", "-o=json", "--output=json").contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** A command line that is wrong. */
  int usage(List<String> mistakes, String command) {
    String help = command + " --help";
    if (json) {
      return json(
          Failure.permanent(
              Code.CLI_MISTAKE,
              "read the command line",
              String.join(", and ", mistakes),
              "see " + help),
          ExitCode.USAGE);
    }
    mistakes.forEach(this::line);
    streams.err().println("Try '" + help + "'.");
    return ExitCode.USAGE;
  }

  /** Somebody ended it before there was a result. */
  int stopped() {
    if (json) {
      return json(
          Failure.passing(
              Code.BOOT_STOPPED,
              "give a result",
              "was stopped",
              "see how the boot stands: nodeready status"),
          ExitCode.RETRY);
    }
    line("stopped");
    return ExitCode.RETRY;
  }

  /** What could not be done. */
  int failure(Failure failure) {
    if (json) {
      return json(failure, ExitCode.of(failure));
    }
    failure.toList().forEach(line -> streams.err().println(TERMINAL.wrapped("  " + line)));
    line(failure.toSentence() + failure.more());
    return ExitCode.of(failure);
  }

  private void line(String text) {
    streams.err().println(TERMINAL.wrapped(program + ": " + text));
  }

  private int json(Failure failure, int exitCode) {
    streams.out().print(Document.of(exitCode, failure, Map.of()));
    return exitCode;
  }
}
