package dev.nodeready.cli;

import dev.nodeready.report.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code nodeready man}: a manual page, for whoever packages nodeready. */
final class ManCommand implements Command {
  private static final String LIST = "--list";

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.command("man", "Prints a manual page in the form of man(7).");
    spec.usageMessage().hidden(true);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(ArrayList.class)
            .auxiliaryTypes(String.class)
            .paramLabel("COMMAND")
            .description(
                "The command whose page is wanted, such as config check (default: the program).")
            .build());
    spec.addOption(Specs.flag("Print the commands that have a page, a line for each.", LIST));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    CommandLine command = Cli.everything();
    if (parsed.hasMatchedOption(LIST)) {
      Offered.by(command).forEach(page -> streams.out().println(String.join(" ", page.path())));
      return ExitCode.DONE;
    }
    for (String name : parsed.matchedPositionalValue(0, List.<String>of())) {
      CommandLine below = command.getSubcommands().get(name);
      if (below == null) {
        throw new UnmatchedArgumentException(command, List.of(name));
      }
      command = below;
    }
    streams.out().print(ManPage.of(command.getCommandSpec()));
    return ExitCode.DONE;
  }
}
