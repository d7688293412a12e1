package dev.nodeready.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code udev-net-manager}: what udev's rule has done for each interface. */
final class InterfaceCommand implements Command {
  /** Under nodeadm's name, which nobody types. */
  @Override
  public CommandSpec spec() {
    CommandSpec spec = spec("udev-net-manager");
    spec.usageMessage().hidden(true);
    return spec;
  }

  static CommandSpec spec(String name) {
    CommandSpec spec =
        Specs.command(
            name,
            "Writes or removes systemd's configuration of a network interface; called by udev.");
    spec.addOption(Specs.choice("add|remove", "What happened to it.", "-a", "--action"));
    spec.addOption(
        Specs.values("NAME", "The interface, such as ens5; may be repeated.", "-i", "--interface"));
    spec.addOption(Shared.root());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    String action = parsed.matchedOptionValue("--action", "");
    if (!List.of("add", "remove").contains(action)) {
      throw Shared.wrong(parsed, "unhandled action \"" + action + "\"");
    }
    List<String> names = parsed.matchedOptionValue("--interface", List.of(""));
    return new InterfaceCall(Shared.root(parsed), action.equals("add"), names).run(streams);
  }
}
