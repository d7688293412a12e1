package dev.nodeready.cli;

import dev.nodeready.boot.PlanRun;
import dev.nodeready.node.NodePlan;
import dev.nodeready.report.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready plan}: what a run would change, without changing it. */
final class PlanCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "plan",
            "Prints what init would change: a diff for each file, and what happens to units."
                + " Exits with 0 when nothing would, 3 when something would.");
    BootArgs.addTo(spec);
    spec.addOption(
        Specs.flag("Compare with what the machine really runs with, too.", "--against-live"));
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    boolean json = Shared.json(parsed);
    NodePlan plan =
        PlanRun.run(BootArgs.parse("plan", parsed), parsed.hasMatchedOption("--against-live"));
    int exitCode = plan.isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    streams.out().print(json ? Document.of(exitCode, null, plan.members()) : plan.toText());
    return exitCode;
  }
}
