package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.Suggest;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.logging.Redaction;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Result;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.platform.Ahead;
import dev.nodeready.records.RecordWriter;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.Narrator;
import dev.nodeready.report.NotifyListener;
import dev.nodeready.report.StatusFile;
import dev.nodeready.report.StatusView;
import dev.nodeready.report.Version;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import dev.nodeready.systemd.Notify;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one boot: takes the lock, runs the plan, keeps the status, tells the verdict. */
public final class BootRunner {
  private static final Logger LOG = LoggerFactory.getLogger("boot");

  /** What happens in less than that is written to the status file at once. */
  private static final long STATUS_MILLIS = 100;

  private BootRunner() {}

  /**
   * Runs the plan once.
   *
   * @param ahead what was asked before; null where nothing was
   * @return the exit code
   * @throws FailureException when it could not begin: another run is on, or a step name is unknown
   * @throws InterruptedException when stopped before it began
   */
  public static int run(BootOptions options, @Nullable Ahead ahead) throws InterruptedException {
    try (BootPlan plan = new BootPlan(Run.of(options, Time.SYSTEM, ahead));
        Notify notify = Notify.fromEnvironment()) {
      return notify.isHeard()
          ? heard(plan, notify)
          : run(plan, plan.phases(), List.of()).exitCode();
    }
  }

  /** The names of all phases and steps, in their order, for whoever selects among them. */
  public static Set<String> steps() {
    try (BootPlan plan = new BootPlan(Run.of(BootOptions.NONE, Time.SYSTEM, null))) {
      return Selection.names(plan.phases());
    }
  }

  /** The kernel's name of this boot of the machine; empty where it tells none. */
  public static String bootId() {
    return Run.bootId();
  }

  /** A reload of a service: systemd gives it more time while it tells what it waits for. */
  private static int heard(BootPlan plan, Notify notify) throws InterruptedException {
    NotifyListener teller = new NotifyListener(notify, Run.REGISTERED);
    BootRecord record = Waits.heardBy(teller, () -> runAgain(plan, List.of(teller), null));
    Failure failure = record.failure();
    notify.status(failure == null ? "joined" : failure.toPublicLine());
    return record.exitCode();
  }

  /** Runs some phases of a boot, tells {@code more} too, and returns how it ended. */
  static BootRecord run(BootPlan plan, List<Phase> phases, List<Listener> more)
      throws InterruptedException {
    return run(plan, phases, more, Occasion.BOOT, null);
  }

  /**
   * Runs the plan again on a node that stands as {@code good} says, where that is known, and tells
   * {@code more} too. Where that is refused before it has changed anything, that is how the node
   * still stands, and what the status goes on to say.
   */
  static BootRecord runAgain(BootPlan plan, List<Listener> more, @Nullable BootRecord good)
      throws InterruptedException {
    return run(plan, plan.phases(), more, Occasion.RELOAD, good);
  }

  private static BootRecord run(
      BootPlan plan,
      List<Phase> phases,
      List<Listener> more,
      Occasion occasion,
      @Nullable BootRecord good)
      throws InterruptedException {
    Run run = plan.run();
    run.options().selection().check(phases, Suggest::closest);
    requireRoot(run.root());
    try (RunLock _ = taken(run)) {
      return locked(plan, phases, more, occasion, good);
    }
  }

  private static BootRecord locked(
      BootPlan plan,
      List<Phase> phases,
      List<Listener> more,
      Occasion occasion,
      @Nullable BootRecord good) {
    // An earlier run of this process has left nobody but the boot to speak.
    LogSetup.everybody();
    plan.beginAhead();
    Run run = plan.run();
    BootRecord start =
        BootRecord.starting(Run.bootId(), Version.number(), ProcessId.own(), run.time().now());
    ThreadFactory thread = Thread.ofPlatform().daemon().name("status").factory();
    try (ScheduledThreadPoolExecutor beside = new ScheduledThreadPoolExecutor(1, thread);
        RecordWriter records = records(run, start, occasion)) {
      // The last state is written by the end of the plan, and is not to be waited for again.
      beside.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      StatusFile status = status(run, start, beside);
      Outside outside = new Outside(plan, occasion, status, beside);
      List<Listener> listeners =
          new ArrayList<>(List.of(status, records, BootRunner::listen, new Narrator(), outside));
      listeners.addAll(more);
      Result _ =
          new Sequencer(listeners, run.time(), new Causes(run))
              .run(phases, run.options().selection());
      outside.tellVerdict(ended(occasion, status, good, run.time()));
      return status.record();
    }
  }

  /** What the verdict comes from; a reload that was refused leaves the node as it stood before. */
  private static Occasion ended(
      Occasion begun, StatusFile status, @Nullable BootRecord good, Time time) {
    if (good == null || !status.record().isRefusal()) {
      return begun;
    }
    status.goBackTo(good, time.now());
    return Occasion.REFUSAL;
  }

  /** What still goes on beside a boot has nothing to say behind its verdict. */
  private static void listen(Event event) {
    switch (event) {
      case Event.PlanEnded _ -> LogSetup.onlyTheBoot();
      case Event.PlanStarted _,
          Event.StepStarted _,
          Event.StepWaiting _,
          Event.StepResumed _,
          Event.StepAttempted _,
          Event.StepNoted _,
          Event.Found _,
          Event.Flapped _,
          Event.StepEnded _ -> {}
    }
  }

  private static void requireRoot(Root root) {
    if (!Privileges.own().root() && root.equals(Root.MACHINE)) {
      throw Failure.permanent(Code.HOST_NOT_ROOT, "change this machine", "it does not run as root")
          .asException();
    }
  }

  private static StatusFile status(Run run, BootRecord start, ScheduledExecutorService beside) {
    Executor soon =
        task -> {
          Future<?> _ = beside.schedule(task, STATUS_MILLIS, TimeUnit.MILLISECONDS);
        };
    return new StatusFile(new FileStore(run.root()), start, Redaction::redact, soon);
  }

  private static RecordWriter records(Run run, BootRecord start, Occasion occasion) {
    String again = occasion == Occasion.BOOT ? "boot" : "reload";
    String kind = run.isBoot() ? again : "run";
    return new RecordWriter(
        run.root(), start, kind, run.options().command(), run.time(), Redaction::redact);
  }

  private static RunLock taken(Run run) throws InterruptedException {
    BootOptions options = run.options();
    Duration wait = options.waitForLock() ? Bootstrap.DEFAULTS.budgets().total() : Duration.ZERO;
    try {
      boolean _ =
          run.lock()
              .take(
                  Deadline.after(wait, run.time()),
                  other -> LOG.warn("another run is on, and is waited for: {}", other));
      return run.lock();
    } catch (FailureException e) {
      throw e.failure().code() == Code.BOOT_ALREADY_RUNNING ? withStep(options, e) : e;
    }
  }

  /** Adds to "another run does" what that run is doing. */
  private static FailureException withStep(BootOptions options, FailureException e) {
    Failure taken = e.failure();
    String at = StatusView.stepIn(options.root().at(StatusFile.PATH));
    return new Failure(
            taken.code(),
            taken.permanent(),
            taken.tried(),
            taken.happened() + (at.isEmpty() ? "" : "; it is at " + at),
            taken.remedy())
        .asException(e);
  }
}
