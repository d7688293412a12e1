package dev.nodeready.cli;

import dev.nodeready.life.Account;
import dev.nodeready.life.Clean;
import dev.nodeready.life.Exclusive;
import dev.nodeready.life.Site;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready clean}: makes a machine ready for an image to be made of it. */
final class CleanCommand implements Command {
  private static final String FORCE = "--force";
  private static final String JOURNAL = "--journal";
  private static final String NOTHING = "this machine has no identity: nothing to do";
  private static final String END =
      "this machine has no identity any more; power it off, and make the image";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "clean",
            "Takes identity and state out of this machine, so that an image can be made of it:"
                + " machine id, kubelet's certificates and state, pods, cloud-init's instance, SSH"
                + " host keys, random seed, and what nodeready keeps of its boots. Container images"
                + " stay. Refuses on a node of a cluster.");
    spec.addOption(Specs.flag("Do it on a node too, whose pods end then.", FORCE));
    spec.addOption(Specs.flag("Remove the journal too.", JOURNAL));
    ClearingArgs.addTo(spec);
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    return ClearingArgs.run(
        parsed, "take identity out of this machine", site -> run(site, parsed, streams));
  }

  private static int run(Site site, ParseResult parsed, Streams streams)
      throws InterruptedException {
    Clean clean = new Clean(site, parsed.hasMatchedOption(JOURNAL));
    if (!parsed.hasMatchedOption(FORCE)) {
      clean.refuseNode();
    }
    Consumer<String> told = ClearingArgs.teller(parsed, streams);
    Account account =
        parsed.hasMatchedOption(ClearingArgs.DRY)
            ? clean.run(true, told)
            : Exclusive.run(site, "clean", () -> clean.run(false, told));
    return ClearingArgs.shown(account, END, NOTHING, parsed, streams);
  }
}
