package dev.nodeready.cli;

import dev.nodeready.report.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code nodeready completion}: a script that teaches the shell the commands and options. */
final class CompletionCommand implements Command {
  /** For nodeadm's command line in place of our own. */
  static final String NODEADM = "--nodeadm";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("completion", "Prints a completion script; source it in the shell.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("bash|zsh")
            .description("The shell (default: bash); one script serves both.")
            .build());
    spec.addOption(
        OptionSpec.builder(NODEADM).type(boolean.class).hidden(true).description("").build());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    String shell = parsed.matchedPositionalValue(0, "bash");
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), "completion is for bash or zsh, not " + shell);
    }
    boolean nodeadm = parsed.hasMatchedOption(NODEADM);
    streams
        .out()
        .print(
            nodeadm
                ? AutoComplete.bash("nodeadm", NodeadmSpecs.everything())
                : AutoComplete.bash("nodeready", Cli.everything()));
    return ExitCode.DONE;
  }
}
