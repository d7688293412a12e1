package dev.nodeready.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
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
    line(text(name) + " \\- " + text(summary(spec)));
    section("SYNOPSIS");
    line(text(spec.commandLine().getHelp().synopsis(0).strip()));
    section("DESCRIPTION");
    for (String paragraph : spec.usageMessage().description()) {
      line(text(paragraph));
    }
    parameters(spec.positionalParameters());
    options(spec.options());
    commands(spec.subcommands());
    if (spec.parent() == null) {
      section("EXIT STATUS");
      item("0", "Done.");
      item("1", "Failed, and trying again will not help.");
      item("2", "The command line is wrong.");
      item("3", "Done, but something needs a look.");
      item("75", "Failed or stopped, and trying again may help.");
      item("78", "The configuration is invalid.");
    }
  }

  private void parameters(List<PositionalParamSpec> parameters) {
    for (PositionalParamSpec parameter : parameters) {
      item(parameter.paramLabel(), String.join(" ", parameter.description()));
    }
  }

  private void options(List<OptionSpec> options) {
    section("OPTIONS");
    for (OptionSpec option : options) {
      if (!option.hidden()) {
        String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
        String names = String.join(", ", option.names());
        item(names + value, String.join(" ", option.description()));
      }
    }
  }

  private void commands(Map<String, CommandLine> commands) {
    if (commands.isEmpty()) {
      return;
    }
    section("COMMANDS");
    commands.forEach((name, command) -> {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        item(name, summary(command.getCommandSpec()));
      }
    });
  }

  private static String summary(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
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
