package dev.nodeready.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes what a command knows of itself as a manual page. */
final class ManPage {
  private final StringBuilder out = new StringBuilder();

  private ManPage() {}

  static String of(CommandSpec spec) {
    ManPage page = new ManPage();
    page.write(spec);
    return page.out.toString();
  }

  private void write(CommandSpec spec) {
    String name = spec.qualifiedName("-");
    line(".TH " + name.toUpperCase(Locale.ROOT) + " 8");
    section("NAME");
    line(text(name) + " \\- " + text(Offered.summary(spec)));
    section("SYNOPSIS");
    line(text(spec.commandLine().getHelp().synopsis(0).strip().replaceAll("\\s+", " ")));
    section("DESCRIPTION");
    for (String paragraph : spec.usageMessage().description()) {
      line(text(paragraph));
    }
    section("OPTIONS");
    parameters(spec);
    if (!spec.subcommands().isEmpty()) {
      section("COMMANDS");
      commands(spec);
    }
    if (spec.parent() != null) {
      section("SEE ALSO");
      line("\\fB" + text(spec.parent().qualifiedName("-")) + "\\fR(8)");
    } else {
      section("UNITS");
      item("nodeready.service", "The boot itself: early, active once the node has joined.");
      item(
          "nodeready-runtime-config.service",
          "Done when the container runtime's configuration is there; containerd starts behind it.");
      item(
          "nodeready-config.service",
          "Done when the node's configuration is there; cloud-init's network stage is behind it.");
      item(
          "nodeready-disks.service",
          "Sets up volumes and instance-store disks, where the configuration names some.");
      item("nodeready-cloud-final.service", "Done when cloud-init has ended.");
      item(
          "nodeready-watch.service",
          "Watches the node while it runs, where it is enabled: systemctl enable --now.");
      section("FILES");
      item("/run/nodeready/status.json", "How the boot stands, after every event.");
      item("/run/nodeready/watch.json", "What a watch over the node has found.");
      item("/var/lib/nodeready/boots/", "The records of the last 20 boots and reloads.");
      item("/etc/eks/nodeadm.d/", "Parts of the configuration, in the order of their names.");
      item("/etc/nodeready/environment", "Environment of the service.");
      section("EXIT STATUS");
      item("0", "Done.");
      item("1", "Failed, and trying again will not help.");
      item("2", "The command line is wrong.");
      item("3", "Done, but something needs a look.");
      item("75", "Failed or stopped, and trying again may help.");
      item("78", "The configuration is invalid.");
    }
  }

  private void parameters(CommandSpec spec) {
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      item(parameter.paramLabel(), String.join(" ", parameter.description()));
    }
    for (OptionSpec option : new Offered(List.of(), spec).options()) {
      String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
      item(String.join(", ", option.names()) + value, Offered.summary(option));
    }
  }

  /** Each command below this one, which has a page of its own. */
  private void commands(CommandSpec above) {
    for (CommandSpec spec : new Offered(List.of(), above).subcommands()) {
      line(".TP");
      line("\\fB" + text(spec.qualifiedName("-")) + "\\fR(8)");
      line(text(Offered.summary(spec)));
    }
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void item(String term, String words) {
    line(".TP");
    line("\\fB" + text(term) + "\\fR");
    line(text(words));
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  /** Plain text in roff: backslashes, dashes and dots at the beginning of a line. */
  private static String text(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
