package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells why there is no result: people on standard error, and with {@code -o json} programs on
 * standard output, in the form of the status file's failure.
 *
 * @param json whether the result was wanted as JSON
 */
record Errors(Streams streams, boolean json) {
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
  int usage(String mistake, String command) {
    if (json) {
      return json(
          Failure.permanent(Code.CLI_MISTAKE, "read the command line", mistake), ExitCode.USAGE);
    }
    streams.err().println(TERMINAL.wrapped("nodeready: " + mistake));
    streams.err().println("Try '" + command + " --help'.");
    return ExitCode.USAGE;
  }

  /** What could not be done. */
  int failure(Failure failure) {
    if (json) {
      return json(failure, ExitCode.of(failure));
    }
    failure.toList().forEach(line -> streams.err().println(TERMINAL.wrapped("  " + line)));
    streams.err().println(TERMINAL.wrapped("nodeready: " + failure.toSentence()));
    return ExitCode.of(failure);
  }

  private int json(Failure failure, int exitCode) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("code", failure.code().name());
    members.put("permanent", failure.permanent());
    members.put("tried", failure.tried());
    members.put("happened", failure.happened());
    members.put("remedy", failure.remedy());
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("exitCode", (long) exitCode);
    whole.put("failure", members);
    streams.out().print(Shared.document(whole));
    return exitCode;
  }
}
