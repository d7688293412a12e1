package dev.nodeready.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for Nushell: the signature of each command. */
final class NushellCompletion {
  private NushellCompletion() {}

  static String of(CommandLine program) {
    return Offered.by(program).stream()
        .map(offered -> signature(program.getCommandName(), offered))
        .collect(Collectors.joining("\n"));
  }

  private static String signature(String program, Offered offered) {
    String name =
        Stream.concat(Stream.of(program), offered.path().stream()).collect(Collectors.joining(" "));
    Stream<String> positionals =
        offered.command().positionalParameters().isEmpty()
            ? Stream.empty()
            : Stream.of("  ...words: string");
    String parameters =
        Stream.concat(positionals, offered.options().stream().map(NushellCompletion::option))
            .collect(Collectors.joining("\n"));
    return "# %s\nexport extern \"%s\" [\n%s\n]\n"
        .formatted(Offered.summary(offered.command()), name, parameters);
  }

  private static String option(OptionSpec option) {
    String type = option.typeInfo().isBoolean() ? "" : ": string";
    return "  " + names(option) + type + " # " + Offered.summary(option);
  }

  /** A long name with its short one behind it. */
  private static String names(OptionSpec option) {
    String shortName =
        Arrays.stream(option.names())
            .filter(name -> !name.startsWith("--"))
            .findFirst()
            .map(name -> "(" + name + ")")
            .orElse("");
    return option.longestName() + shortName;
  }
}
