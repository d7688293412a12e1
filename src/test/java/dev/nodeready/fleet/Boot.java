package dev.nodeready.fleet;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.fleet.Publisher.Wanted;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.plan.Step;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.StatusFile;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Boots of some steps on a machine below a root, and what they tell the outside. */
final class Boot {
  final Time time;
  private final Root root;
  private String textfile = "";
  private List<String> onVerdict = List.of();
  private Occasion occasion = Occasion.BOOT;
  private boolean console;
  private Executor beside = Runnable::run;

  Boot(Root root) {
    this(root, new ManualTime());
  }

  Boot(Root root, Time time) {
    this.root = root;
    this.time = time;
  }

  Boot withTextfile(String path) {
    textfile = path;
    return this;
  }

  Boot onVerdict(String... words) {
    onVerdict = List.of(words);
    return this;
  }

  Boot withConsole() {
    console = true;
    return this;
  }

  Boot as(Occasion what) {
    occasion = what;
    return this;
  }

  Boot beside(Executor other) {
    beside = other;
    return this;
  }

  /** A step that joins after a while. */
  Step joins(long millis) {
    return new Step(
        "ready",
        "",
        progress -> {
          takes(millis);
          progress.found(Map.of("node", "n1", "readyAt", time.now().toString()));
          return new Outcome.Unchanged("KubeletReady");
        });
  }

  /** Steps of a phase; returns how the boot ended. */
  BootRecord run(String phase, Step... steps) throws InterruptedException {
    return run(List.of(Phase.of(phase, steps)));
  }

  BootRecord run(List<Phase> phases) throws InterruptedException {
    StatusFile status =
        new StatusFile(
            new FileStore(root),
            BootRecord.starting("boot-1", "9.9", ProcessId.own(), time.now()),
            Boot::redacted,
            Runnable::run);
    Wanted wanted =
        new Wanted(
            new Bootstrap.Fleet(textfile, onVerdict, false), Bootstrap.DEFAULTS.budgets().image());
    Publisher publisher =
        new Publisher(
            root, occasion, status::record, () -> Optional.of(wanted), Boot::redacted, beside);
    var _ =
        new Sequencer(new ArrayList<>(List.of(status, publisher)), time).run(phases, Selection.ALL);
    publisher.show(status.record(), occasion, console);
    publisher.tellProgram(status.record(), status.text(), occasion);
    return status.record();
  }

  private static String redacted(String text) {
    return text.replace("hunter2", "***");
  }

  /** Lets time go by in a step. */
  void takes(long millis) throws InterruptedException {
    time.sleep(Duration.ofMillis(millis));
  }
}
