package dev.nodeready.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a shell may offer at one place of a command line.
 *
 * @param path the words that lead there, without the program's own name
 * @param command the command there
 */
record Offered(List<String> path, CommandSpec command) {
  /** Every place that a command line has, the program itself first. */
  static List<Offered> by(CommandLine program) {
    List<Offered> all = new ArrayList<>();
    collect(List.of(), program.getCommandSpec(), all);
    return all;
  }

  private static void collect(List<String> path, CommandSpec command, List<Offered> all) {
    Offered here = new Offered(path, command);
    all.add(here);
    for (CommandSpec below : here.subcommands()) {
      collect(Stream.concat(path.stream(), Stream.of(below.name())).toList(), below, all);
    }
  }

  List<CommandSpec> subcommands() {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(below -> !below.usageMessage().hidden())
        .toList();
  }

  List<OptionSpec> options() {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** What an argument may be. */
  List<String> values() {
    List<String> values = new ArrayList<>();
    for (PositionalParamSpec argument : command.positionalParameters()) {
      Iterable<String> candidates = argument.completionCandidates();
      if (candidates != null) {
        candidates.forEach(values::add);
      }
    }
    return values;
  }

  /** One line that says what a command does. */
  static String summary(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  /** One line that says what an option does. */
  static String summary(OptionSpec option) {
    return String.join(" ", option.description());
  }
}
