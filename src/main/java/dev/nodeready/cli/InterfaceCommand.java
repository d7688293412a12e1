package dev.nodeready.cli;

import dev.nodeready.network.InterfaceHelper;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Waits;
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
    return Waits.heardBy(new WaitLines(streams.err()), () -> act(parsed));
  }

  private static int act(ParseResult parsed) throws InterruptedException {
    InterfaceHelper helper = InterfaceHelper.of(Shared.root(parsed), System.getenv());
    List<String> names = parsed.matchedOptionValue("--interface", List.of(""));
    String action = parsed.matchedOptionValue("--action", "");
    switch (action) {
      case "add" -> helper.add(names);
      case "remove" -> helper.remove(names);
      default -> throw Shared.wrong(parsed, "unhandled action \"" + action + "\"");
    }
    return ExitCode.DONE;
  }
}
