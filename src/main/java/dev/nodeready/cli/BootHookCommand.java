package dev.nodeready.cli;

import dev.nodeready.network.BootHook;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Waits;
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
    BootHook hook = BootHook.of(Shared.root(parsed), System.getenv());
    streams.out().println(Waits.heardBy(new WaitLines(streams.err()), hook::await));
    return ExitCode.DONE;
  }
}
