package dev.nodeready.cli;

import dev.nodeready.life.Account;
import dev.nodeready.life.Exclusive;
import dev.nodeready.life.Reset;
import dev.nodeready.life.Site;
import dev.nodeready.report.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready reset}: takes a node out of its cluster. */
final class ResetCommand implements Command {
  private static final String RECORDS = "--records";
  private static final String YES = "--yes";
  private static final String NOTHING = "nothing is left of a node on this machine: nothing to do";
  private static final String END =
      "this machine is no node any more; systemctl start nodeready, or a reboot, has it join what"
          + " its NodeConfig says then";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "reset",
            "Takes this node out of its cluster: stops kubelet, ends its pods at once (drain it"
                + " before), unmounts their volumes, and removes kubelet's identity and state and"
                + " the files that nodeready wrote. Images, the runtime, disks, and files that"
                + " others wrote or changed stay. A run that was cut off is finished by the next"
                + " one.");
    spec.addOption(Specs.flag("Do it without asking; needed where nobody can answer.", "-y", YES));
    spec.addOption(Specs.flag("Remove the records of this machine's boots too.", RECORDS));
    ClearingArgs.addTo(spec);
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    return ClearingArgs.run(
        parsed, "take this node out of its cluster", site -> run(site, parsed, streams));
  }

  private static int run(Site site, ParseResult parsed, Streams streams)
      throws InterruptedException {
    Reset reset = new Reset(site, parsed.hasMatchedOption(RECORDS));
    if (parsed.hasMatchedOption(ClearingArgs.DRY)) {
      Account account = reset.run(true, ClearingArgs.teller(parsed, streams));
      return ClearingArgs.shown(account, "", NOTHING, parsed, streams);
    }
    if (!parsed.hasMatchedOption(YES) && !agreed(reset, parsed, streams)) {
      streams.err().println("nodeready: nothing was done");
      return ExitCode.FAILED;
    }
    Account account =
        Exclusive.run(site, "reset", () -> reset.run(false, ClearingArgs.teller(parsed, streams)));
    return ClearingArgs.shown(account, END, NOTHING, parsed, streams);
  }

  /** Shows first what would go; where nothing would, nobody has to be asked. */
  private static boolean agreed(Reset reset, ParseResult parsed, Streams streams)
      throws InterruptedException {
    if (reset.run(true, _ -> {}).isNothing()) {
      return true;
    }
    if (!Question.canBeAsked()) {
      throw Shared.wrong(
          parsed, "nobody can be asked here: say " + YES + ", or see what would go with --dry-run");
    }
    Account _ = reset.run(true, streams.err()::println);
    return Question.agreed("Take this node out of its cluster?", streams);
  }
}
