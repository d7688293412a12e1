package dev.nodeready.cli;

import dev.nodeready.boot.BootOptions;
import dev.nodeready.boot.Watching;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.report.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready watch}: watches a node that runs, and mends what it can. */
final class WatchCommand implements Command {
  /** Where the boot's unit keeps what it resolved. */
  private static final String CACHE = "/run/eks/nodeadm/config.json";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "watch",
            "Watches this node while it runs, until stopped: brings the sandbox image back, and tells what"
                + " else is wrong. It restarts no daemon.");
    spec.addOption(Shared.root());
    spec.addOption(BootArgs.runtime());
    spec.addOption(BootArgs.daemons());
    spec.addOption(
        Specs.value(
            "FILE",
            "The configuration that the boot has kept (default: " + CACHE + ").",
            "--config-cache"));
    spec.addOption(BootArgs.verbose());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (parsed.hasMatchedOption("--verbose")) {
      LogSetup.beVerbose();
    }
    BootOptions options =
        BootOptions.forWatch(
            Shared.root(parsed),
            BootArgs.endpoint(parsed),
            Path.of(parsed.matchedOptionValue("--config-cache", CACHE)),
            BootArgs.supervisor(parsed));
    try {
      Watching.run(options);
    } catch (InterruptedException e) {
      // It ends by that alone, and has nothing left to say.
      Thread.currentThread().interrupt();
    }
    return ExitCode.DONE;
  }
}
