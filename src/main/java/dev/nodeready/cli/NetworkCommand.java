package dev.nodeready.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready network}: what udev's rule and the boot hook's unit call. */
final class NetworkCommand implements Command {
  private static final String UDEV = "udev";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "network", "Parts the network interfaces of an instance between systemd and the CNI.");
    Specs.add(spec, InterfaceCommand.spec(UDEV));
    Specs.add(spec, BootHookCommand.shown());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (!parsed.hasSubcommand()) {
      throw Shared.wrong(parsed, "network wants udev or boot-hook");
    }
    ParseResult sub = parsed.subcommand();
    Command command =
        sub.commandSpec().name().equals(UDEV) ? new InterfaceCommand() : new BootHookCommand();
    return command.run(sub, streams);
  }
}
