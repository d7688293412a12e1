package dev.nodeready.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** nodeadm's commands and flags, for completion; {@link NodeadmArgs} reads them as nodeadm does. */
final class NodeadmSpecs {
  static final String INTERNAL = "nodeadm-internal";

  private NodeadmSpecs() {}

  /** The commands of the program that is called so. */
  static CommandLine of(String name) {
    return name.equals(INTERNAL) ? internal() : everything();
  }

  /** What the images' units and rules call. */
  private static CommandLine internal() {
    CommandSpec root = Specs.command(INTERNAL, "What nodeadm-internal does, by nodeready.");
    for (Command command : List.of(new InterfaceCommand(), new BootHookCommand())) {
      CommandSpec spec = command.spec();
      spec.usageMessage().hidden(false);
      Specs.add(root, spec);
    }
    Specs.add(root, new CompletionCommand().spec());
    return Specs.line(root);
  }

  static CommandLine everything() {
    CommandSpec root = Specs.command("nodeadm", "What nodeadm does, by nodeready.");
    development(root);
    CommandSpec init = shared("init", "Initializes this instance as a node in the cluster.");
    init.addOption(cache());
    init.addOption(Specs.values("PHASE", "Phases to leave out: config, run.", "--skip", "-s"));
    init.addOption(Specs.values("DAEMON", "Only containerd, or only kubelet.", "--daemon"));
    CommandSpec dump = shared("dump", "Prints the configuration.");
    dump.addOption(cache());
    dump.addOption(Specs.value("FILE", "Where it goes.", "--config-output", "-o"));
    CommandSpec config = Specs.command("config", "Looks at the configuration.");
    Specs.add(config, shared("check", "Verifies the configuration."));
    Specs.add(config, dump);
    Specs.add(root, init);
    Specs.add(root, config);
    Specs.add(root, new CompletionCommand().spec());
    return Specs.line(root);
  }

  private static CommandSpec shared(String name, String summary) {
    CommandSpec spec = Specs.command(name, summary);
    development(spec);
    return spec.addOption(
        Specs.values("URI", "Where the NodeConfig comes from.", "--config-source", "-c"));
  }

  private static void development(CommandSpec spec) {
    spec.addOption(Specs.flag("Tells more.", "--development", "-d"));
  }

  private static CommandLine.Model.OptionSpec cache() {
    return Specs.value("FILE", "Where the configuration is kept.", "--config-cache");
  }
}
