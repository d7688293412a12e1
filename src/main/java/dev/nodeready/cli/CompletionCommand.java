package dev.nodeready.cli;

import dev.nodeready.report.ExitCode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code nodeready completion}: a script that teaches the shell the commands and options. */
final class CompletionCommand implements Command {
  /** For nodeadm's command line in place of our own. */
  static final String NODEADM = "--nodeadm";

  /** The same for nodeadm-internal's. */
  static final String INTERNAL = "--" + NodeadmSpecs.INTERNAL;

  /** Those of nodeadm. */
  static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell", "nushell");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("completion", "Prints a completion script; source it in the shell.");
    spec.addPositional(
        Specs.argument(String.join("|", SHELLS), "The shell (default: bash).", SHELLS));
    for (String name : List.of(NODEADM, INTERNAL)) {
      spec.addOption(
          OptionSpec.builder(name).type(boolean.class).hidden(true).description("").build());
    }
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    CommandLine program =
        parsed.hasMatchedOption(INTERNAL)
            ? NodeadmSpecs.of(NodeadmSpecs.INTERNAL)
            : parsed.hasMatchedOption(NODEADM) ? NodeadmSpecs.everything() : Cli.everything();
    String shell = parsed.matchedPositionalValue(0, "bash");
    streams
        .out()
        .print(
            switch (shell) {
              case "bash" -> ShellCompletion.bash(program);
              case "zsh" -> ShellCompletion.zsh(program);
              case "fish" -> FishCompletion.of(program);
              case "powershell" -> PowerShellCompletion.of(program);
              case "nushell" -> NushellCompletion.of(program);
              default -> throw unknown(parsed, shell);
            });
    return ExitCode.DONE;
  }

  private static ParameterException unknown(ParseResult parsed, String shell) {
    return Shared.wrong(
        parsed, "completion is for " + String.join(", ", SHELLS) + ", not " + shell);
  }
}
