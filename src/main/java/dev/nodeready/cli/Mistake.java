package dev.nodeready.cli;

import dev.nodeready.config.Suggest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was meant. */
final class Mistake {
  private Mistake() {}

  /** Each mistake in words of its own. */
  static List<String> told(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unknown ->
          unknown(unknown.getUnmatched(), e.getCommandLine().getCommandSpec());
      case MissingParameterException missing when option(missing) instanceof OptionSpec option ->
          List.of(option.longestName() + " wants a value: " + option.paramLabel());
      case ParameterException other -> List.of(String.valueOf(other.getMessage()));
    };
  }

  private static @Nullable ArgSpec option(MissingParameterException missing) {
    return missing.getMissing().isEmpty() ? null : missing.getMissing().getFirst();
  }

  /**
   * What follows an option that is not known may be its value, and what follows a command that is
   * not known may be right for the one that was meant: neither is a second mistake.
   */
  private static List<String> unknown(List<String> words, CommandSpec command) {
    if (!command.subcommands().isEmpty() && !isOption(words.getFirst())) {
      return List.of(unknown(words.getFirst(), command));
    }
    List<String> options = words.stream().filter(Mistake::isOption).toList();
    List<String> told = new ArrayList<>();
    for (String word : options.isEmpty() ? words.subList(0, 1) : options) {
      told.add(unknown(word, command));
    }
    return List.copyOf(told);
  }

  private static String unknown(String word, CommandSpec command) {
    String what =
        isOption(word) ? "option" : command.subcommands().isEmpty() ? "argument" : "command";
    String name = word.replaceFirst("(?<=.)=.*", "");
    String near = Suggest.closest(name, isOption(word) ? options(command) : commands(command));
    String whose = command.parent() == null ? "there is no " : command.name() + " has no ";
    return whose
        + what
        + " "
        + Suggest.quote(name)
        + (near == null ? "" : "; " + Suggest.question(near));
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private static List<String> options(CommandSpec command) {
    return new Offered(List.of(), command)
        .options().stream()
            .flatMap(option -> List.of(option.names()).stream())
            .filter(name -> name.startsWith("--"))
            .toList();
  }

  private static List<String> commands(CommandSpec command) {
    return new Offered(List.of(), command).subcommands().stream().map(CommandSpec::name).toList();
  }
}
