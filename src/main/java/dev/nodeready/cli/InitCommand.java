package dev.nodeready.cli;

import dev.nodeready.boot.BootRunner;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.platform.Ahead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready init}: the boot plan once, in the foreground. */
final class InitCommand implements Command {
  private @Nullable Ahead ahead;

  @Override
  public void expect(List<String> words) {
    ahead = BootArgs.ahead(words);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.command("init", "Runs the boot plan once, in the foreground.");
    BootArgs.addTo(spec);
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (parsed.hasMatchedOption("--verbose")) {
      LogSetup.beVerbose();
    }
    return BootRunner.run(BootArgs.parse("init", parsed), ahead);
  }
}
