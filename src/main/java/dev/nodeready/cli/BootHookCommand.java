package dev.nodeready.cli;

import dev.nodeready.network.BootHook;
import dev.nodeready.report.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code boot-hook}: what a unit calls before the node needs its network. */
final class BootHookCommand implements Command {
  static final String NAME = "boot-hook";

  /** Under nodeadm's name, which nobody types. */
  @Override
  public CommandSpec spec() {
    CommandSpec spec = shown();
    spec.usageMessage().hidden(true);
    return spec;
  }

  static CommandSpec shown() {
    CommandSpec spec =
        Specs.command(
            NAME, "Waits until systemd has configured its own network interfaces, and only those.");
    spec.addOption(Shared.root());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    streams.out().println(BootHook.of(Shared.root(parsed), System.getenv()).await());
    return ExitCode.DONE;
  }
}
