package dev.nodeready.boot;

import dev.nodeready.disks.Report;
import dev.nodeready.disks.SetupRun;
import dev.nodeready.disks.SetupUnit;
import dev.nodeready.disks.SetupWords;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has volumes and instance-store disks set up: by their unit under systemd, else by this process.
 */
final class DiskSetup {
  private final Root root;
  private final SupervisorKind supervisor;
  private final Budgets budgets;
  private final Time time;

  DiskSetup(Run run) {
    root = run.root();
    supervisor = run.options().supervisor();
    budgets = run.budgets();
    time = run.time();
  }

  /** How long a copy takes is up to what there is to copy; no budget of ours counts it. */
  Outcome run(Inputs inputs, Progress progress) throws InterruptedException {
    List<String> words = SetupWords.of(inputs.config().instance());
    if (words.isEmpty()) {
      return new Outcome.Skipped("neither volumes nor a strategy for local disks are set");
    }
    Deadline begun = Deadline.after(Duration.ZERO, time);
    try {
      return outcome(setUp(words, inputs.commands(), progress), progress);
    } finally {
      budgets.apart(begun.elapsed());
    }
  }

  private Report setUp(List<String> words, Commands commands, Progress progress)
      throws InterruptedException {
    Consumer<String> others = other -> progress.note("waiting for another run: " + other);
    if (supervisor == SupervisorKind.SYSTEMD && root.equals(Root.MACHINE)) {
      Optional<Report> report = SetupUnit.run(root, words, others, time);
      if (report.isPresent()) {
        return report.get();
      }
    }
    return new SetupRun(root, commands, time).whoever(words, others);
  }

  private static Outcome outcome(Report report, Progress progress) {
    if (report.looks().isEmpty()) {
      return report.changed()
          ? new Outcome.Changed(report.words())
          : new Outcome.Unchanged(report.words());
    }
    if (!report.words().isEmpty()) {
      progress.note(report.words());
    }
    report.looks().stream().skip(1).map(Failure::toLine).forEach(progress::note);
    return new Outcome.Degraded(report.looks().getFirst());
  }
}
