package dev.nodeready.cli;

import dev.nodeready.boot.Rehearsal;
import dev.nodeready.logging.LogSetup;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready rehearse}: the whole main job on scratch ground. */
final class RehearseCommand implements Command {
  private static final String KUBELET = "kubelet";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "rehearse",
            "Runs the whole boot in a scratch folder with this machine's containerd, runc and kubelet;"
                + " changes nothing outside of it.");
    spec.addOption(
        Specs.value("DIR", "Where the scratch folder is made (default: /tmp).", "--scratch"));
    spec.addOption(
        Specs.choice(
            KUBELET,
            "End with 3 where this part is not installed and so not rehearsed.",
            "--require"));
    spec.addOption(Specs.flag("Tell more on standard error.", "-v", "--verbose"));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (parsed.hasMatchedOption("--verbose")) {
      LogSetup.beVerbose();
    }
    return Rehearsal.run(
        Path.of(parsed.matchedOptionValue("--scratch", "/tmp")),
        requires(parsed),
        streams.out()::print);
  }

  private static boolean requires(ParseResult parsed) {
    String part = parsed.matchedOptionValue("--require", "");
    if (!part.isEmpty() && !part.equals(KUBELET)) {
      throw Shared.wrong(parsed, "--require is " + KUBELET + ", not " + part);
    }
    return !part.isEmpty();
  }
}
