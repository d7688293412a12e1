package dev.nodeready.cli;

import dev.nodeready.boot.BootDaemon;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.platform.Ahead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready daemon}: the boot plan as a service of systemd. */
final class DaemonCommand implements Command {
  private @Nullable Ahead ahead;

  @Override
  public void expect(List<String> words) {
    ahead = BootArgs.ahead(words);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command("daemon", "Runs the boot plan as a service of systemd (Type=notify).");
    BootArgs.addTo(spec);
    spec.addOption(
        Specs.flag(
            "Stay after the node has joined; SIGHUP reads the configuration again.", "--stay"));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (parsed.hasMatchedOption("--verbose")) {
      LogSetup.beVerbose();
    }
    return BootDaemon.run(
        BootArgs.parse("daemon", parsed), parsed.hasMatchedOption("--stay"), ahead);
  }
}
