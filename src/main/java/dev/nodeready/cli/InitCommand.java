package dev.nodeready.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready init}: the boot plan once, in the foreground. */
final class InitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Specs.command("init", "Runs the boot plan once, in the foreground.");
  }

  @Override
  public int run(ParseResult parsed, Streams streams) {
    return 0;
  }
}
