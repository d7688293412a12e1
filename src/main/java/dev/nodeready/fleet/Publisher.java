package dev.nodeready.fleet;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.host.Console;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.BootRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells the outside of one boot. Nothing is told in its first ten seconds: a boot that goes well is
 * mostly over by then, and owes the time to kubelet. One that takes longer is told of each ten
 * seconds, beside it; how it ended always is, behind its verdict.
 */
public final class Publisher implements Listener {
  private static final Duration PACE = Duration.ofSeconds(10);

  /** For a console that does not drain. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Root root;
  private final Occasion begun;
  private final Supplier<BootRecord> record;
  private final Supplier<Optional<Wanted>> wanted;
  private final UnaryOperator<String> redact;
  private final Executor beside;
  private final MetricsFiles metrics;
  private final LoginMessage login;
  private @Nullable Instant toldAt;
  private String waitingCode = "";
  private boolean ended;

  /** What a verdict comes from. */
  public enum Occasion {
    /** The machine booted. */
    BOOT,
    /** A node that had joined was brought up to date. */
    RELOAD,
    /** That was refused, so that the node stands as before. */
    REFUSAL
  }

  /**
   * What the configuration wants to be told.
   *
   * @param imageBudget how long the sandbox image may take
   */
  public record Wanted(Bootstrap.Fleet fleet, Duration imageBudget) {}

  /**
   * One for a boot that begins.
   *
   * @param begun what it is; of a reload that is on, who logs in hears nothing
   * @param record the boot as it stands
   * @param wanted empty as long as the configuration is not known
   * @param redact takes secrets out of a text
   * @param beside runs what the boot does not wait for
   */
  public Publisher(
      Root root,
      Occasion begun,
      Supplier<BootRecord> record,
      Supplier<Optional<Wanted>> wanted,
      UnaryOperator<String> redact,
      Executor beside) {
    this.root = root;
    this.begun = begun;
    this.record = record;
    this.wanted = wanted;
    this.redact = redact;
    this.beside = beside;
    metrics = new MetricsFiles(root);
    login = new LoginMessage(root);
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.PlanStarted e -> toldAt = e.at();
      case Event.StepWaiting e -> waitingCode = e.code();
      case Event.StepStarted _, Event.StepResumed _, Event.StepEnded _ -> waitingCode = "";
      case Event.Found _,
          Event.StepAttempted _,
          Event.StepNoted _,
          Event.Flapped _,
          Event.PlanEnded _ -> {}
    }
    Instant last = toldAt;
    boolean due = last != null && Duration.between(last, event.at()).compareTo(PACE) >= 0;
    if (due && !(event instanceof Event.PlanEnded)) {
      toldAt = event.at();
      tellSoFar();
    }
  }

  private void tellSoFar() {
    BootRecord now = record.get();
    String code = waitingCode;
    Optional<Wanted> known = wanted.get();
    beside.execute(() -> show(now, code, known));
  }

  /** How a boot stands comes too late where it has ended. */
  private synchronized void show(BootRecord now, String code, Optional<Wanted> known) {
    if (!ended) {
      write(now, code, History.of(root), known);
      if (begun == Occasion.BOOT) {
        login.show(Summary.of(now, redact));
      }
    }
  }

  private void write(BootRecord boot, String code, History history, Optional<Wanted> known) {
    metrics.write(
        Metrics.of(boot, code, history, known.map(Wanted::imageBudget).orElse(null)),
        known.map(w -> w.fleet().textfile()).orElse(""));
  }

  /**
   * Shows how the boot ended to whoever looks.
   *
   * @param console whether the machine's console is told of a boot too
   * @throws InterruptedException when the boot is being stopped
   */
  public void show(BootRecord boot, Occasion occasion, boolean console)
      throws InterruptedException {
    String line = Summary.of(boot, redact);
    showEnd(boot, line, occasion, wanted.get());
    if (console && occasion == Occasion.BOOT) {
      Console.tell(root, "nodeready: " + line, PATIENCE);
    }
  }

  /**
   * Runs the program that wants to know of verdicts. Being stopped is none on the node.
   *
   * @param status the boot as its status file has it
   * @throws InterruptedException when the boot is being stopped
   */
  public void tellProgram(BootRecord boot, String status, Occasion occasion)
      throws InterruptedException {
    List<String> program = wanted.get().map(w -> w.fleet().onVerdict()).orElse(List.of());
    boolean verdict = occasion != Occasion.REFUSAL && boot.state() != State.STOPPED;
    if (verdict && !program.isEmpty()) {
      new VerdictHook().run(program, boot, status);
    }
  }

  private synchronized void showEnd(
      BootRecord boot, String line, Occasion occasion, Optional<Wanted> known) {
    ended = true;
    if (boot.joined()) {
      login.takeAway();
    } else if (occasion == Occasion.BOOT) {
      login.show(line);
    }
    History history = History.of(root);
    if (occasion == Occasion.BOOT) {
      history = history.and(boot.state(), Metrics.toReady(boot));
      history.keep(root);
    }
    write(boot, "", history, known);
  }
}
