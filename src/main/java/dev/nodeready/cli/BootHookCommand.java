package dev.nodeready.cli;

import dev.nodeready.network.BootHook;
import dev.nodeready.report.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code boot-hook}: what the images' first unit calls. */
final class BootHookCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "boot-hook",
            "Waits until systemd has configured its own network interfaces, and only those.");
    spec.usageMessage().hidden(true);
    spec.addOption(Shared.root());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    BootHook.of(Shared.root(parsed), System.getenv()).await();
    return ExitCode.DONE;
  }
}
