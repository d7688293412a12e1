package dev.nodeready.cli;

import dev.nodeready.logging.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The help of a command. picocli breaks lines inside of values such as {@code unix:///run}, so it
 * is given all the width that it wants, and lines are wrapped between words afterwards.
 */
final class Usage {
  private static final int UNBROKEN = 4000;
  private static final int PLAIN = 80;

  private Usage() {}

  static String of(CommandLine command, Terminal terminal) {
    command.setUsageHelpWidth(UNBROKEN);
    String text = command.getUsageMessage(terminal.colours() ? Ansi.ON : Ansi.OFF);
    String stripped = text.replaceAll("(?m) +$", "");
    return new Terminal(terminal.width() == 0 ? PLAIN : terminal.width(), terminal.colours())
        .wrapped(stripped);
  }
}
