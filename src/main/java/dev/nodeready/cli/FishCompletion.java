package dev.nodeready.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish: one {@code complete} for each command and option. */
final class FishCompletion {
  private final StringBuilder script = new StringBuilder();
  private final String program;

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandLine program) {
    FishCompletion fish = new FishCompletion(program.getCommandName());
    Offered.by(program).forEach(fish::add);
    return fish.script.toString();
  }

  private void add(Offered offered) {
    String here = condition(offered);
    for (CommandSpec below : offered.subcommands()) {
      line(here).append(" -f -a ").append(below.name());
      script.append(" -d ").append(quoted(Offered.summary(below))).append('\n');
    }
    for (String value : offered.values()) {
      line(here).append(" -f -a ").append(value).append('\n');
    }
    for (OptionSpec option : offered.options()) {
      line(here);
      for (String name : option.names()) {
        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      script.append(option.typeInfo().isBoolean() ? "" : " -r");
      script.append(" -d ").append(quoted(Offered.summary(option))).append('\n');
    }
  }

  private StringBuilder line(String condition) {
    return script.append("complete -c ").append(program).append(" -n ").append(quoted(condition));
  }

  /** All words of the path are there, and no command below it. */
  private static String condition(Offered offered) {
    String below =
        offered.subcommands().stream().map(CommandSpec::name).collect(Collectors.joining(" "));
    List<String> seen =
        offered.path().stream().map(word -> "__fish_seen_subcommand_from " + word).toList();
    String path = seen.isEmpty() ? "true" : String.join("; and ", seen);
    return below.isEmpty() ? path : path + "; and not __fish_seen_subcommand_from " + below;
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
