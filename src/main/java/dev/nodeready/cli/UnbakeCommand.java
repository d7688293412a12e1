package dev.nodeready.cli;

import dev.nodeready.boot.Bake;
import dev.nodeready.report.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready unbake}: takes back what {@code bake} has put into a machine image. */
final class UnbakeCommand implements Command {
  private static final String DRY_RUN = "--dry-run";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "unbake",
            "Takes back what bake has put into a machine image: its files go, what they replaced"
                + " comes back, and nodeadm's units are enabled again. What containerd has stored"
                + " stays.");
    spec.addOption(Specs.flag("Only say what would be done.", DRY_RUN));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    boolean dry = parsed.hasMatchedOption(DRY_RUN);
    List<String> lines = Bake.undo(dry);
    lines.forEach(line -> streams.out().println((dry ? "would have " : "") + line));
    if (lines.isEmpty()) {
      streams.out().println("nothing is baked");
    }
    return ExitCode.DONE;
  }
}
