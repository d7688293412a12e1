package dev.nodeready.boot;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.platform.Ahead;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.NotifyListener;
import dev.nodeready.report.StatusFile;
import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import dev.nodeready.runtime.WarmUp;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.systemd.Backoff;
import dev.nodeready.systemd.HangUp;
import dev.nodeready.systemd.Notify;
import dev.nodeready.systemd.Units;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boot as a service of systemd: the same plan in one process, started early and beside
 * everything else. systemd is told what is waited for and, once the node has joined, that the
 * service is ready.
 */
public final class BootDaemon {
  private static final Logger LOG = LoggerFactory.getLogger("boot");
  private static final String UNIT = "nodeready.service";

  private final BootOptions options;
  private final Notify notify;

  private BootDaemon(BootOptions options, Notify notify) {
    this.options = options;
    this.notify = notify;
  }

  /**
   * Boots, tells systemd, and ends or stays.
   *
   * @param stay whether to watch the node after it has joined
   * @param ahead what was asked before; null where nothing was
   * @return the exit code
   * @throws dev.nodeready.failure.FailureException when it could not begin
   * @throws InterruptedException when stopped
   */
  public static int run(BootOptions options, boolean stay, @Nullable Ahead ahead)
      throws InterruptedException {
    try (Notify notify = Notify.fromEnvironment()) {
      return new BootDaemon(options, notify).run(stay, ahead);
    }
  }

  private int run(boolean stay, @Nullable Ahead ahead) throws InterruptedException {
    notify.status("starting");
    if (ranBefore()) {
      // What tells is loaded beside the run: containerd, which is mostly up, needs no CPU then.
      notify.tellNow();
    }
    if (!stay) {
      return told(boot(backOff() ? null : ahead, null));
    }
    // From here on: who does not listen is ended by SIGHUP, and it may come once systemd is told
    // that the node is there.
    try (HangUp hangUp = HangUp.listen()) {
      BootRecord record = boot(backOff() ? null : ahead, null);
      return record.joined() ? watch(record, hangUp) : told(record);
    }
  }

  private int told(BootRecord record) {
    tell(record);
    return record.exitCode();
  }

  private BootRecord boot(@Nullable Ahead ahead, @Nullable BootRecord good)
      throws InterruptedException {
    try (BootPlan plan = new BootPlan(Run.of(options, Time.SYSTEM, ahead))) {
      Run run = plan.run();
      run.gates().forgetFailures();
      NotifyListener teller = new NotifyListener(notify, Run.REGISTERED);
      Listener warmUp = event -> warmUp(event, run.supervisor(), notify);
      return Waits.heardBy(
          teller,
          () ->
              good == null
                  ? BootRunner.run(plan, plan.phases(), List.of(teller, warmUp))
                  : BootRunner.runAgain(plan, List.of(teller, warmUp), good));
    }
  }

  /** Once the runtime has its files, and once kubelet runs: neither then waits for the CPU. */
  private static void warmUp(Event event, Supervisor supervisor, Notify notify) {
    if (event instanceof Event.StepEnded ended) {
      switch (ended.step()) {
        case Run.RUNTIME_FILES -> WarmUp.begin(supervisor);
        case Run.START_KUBELET -> notify.tellNow();
        default -> {}
      }
    }
  }

  private void tell(BootRecord record) {
    Failure failure = record.failure();
    if (record.joined()) {
      notify.ready(failure == null ? "joined" : "joined, but " + failure.toPublicLine());
    } else if (record.state() == BootRecord.State.STOPPED) {
      notify.stopping("stopped");
    } else if (failure != null) {
      notify.status(failure.toPublicLine());
    }
  }

  /**
   * Watches the node, boots anew at each SIGHUP, which on an unchanged node changes nothing, and
   * feeds systemd's watchdog.
   */
  private int watch(BootRecord first, HangUp hangUp) throws InterruptedException {
    BootRecord last = first;
    Duration round =
        notify.watchdogLimit().isZero()
            ? Duration.ofSeconds(10)
            : Durations.part(notify.watchdogLimit(), 3);
    tell(last);
    while (last.joined()) {
      // Behind each run nobody but the boot speaks, and the watch has something to say.
      LogSetup.everybody();
      // A reload sees to the node itself.
      try (Watching _ = Watching.beside(options)) {
        do {
          notify.watchdog();
        } while (!hangUp.await(round));
      }
      notify.reloading(Time.SYSTEM.nanos());
      last = reload(last);
    }
    return last.exitCode();
  }

  /**
   * An invalid configuration leaves the node as it was. What another try cannot mend leaves the
   * process on watch for the next reload.
   */
  private BootRecord reload(BootRecord good) throws InterruptedException {
    try {
      BootRecord record = boot(null, good);
      Failure refused = record.refused();
      Failure failure = record.failure();
      if (refused != null) {
        return notReloaded(record, "joined; not reloaded: ", refused);
      }
      if (!record.joined() && failure != null && failure.permanent()) {
        return notReloaded(good, "the reload failed: ", failure);
      }
      tell(record);
      return record;
    } catch (FailureException e) {
      return notReloaded(good, "joined; not reloaded: ", e.failure());
    }
  }

  private BootRecord notReloaded(BootRecord on, String how, Failure why) {
    LOG.error("{}{}{}", how, why.toLine(), why.more());
    notify.ready(how + why.toPublicLine());
    return on;
  }

  private boolean ranBefore() {
    return Files.exists(options.root().at(StatusFile.PATH));
  }

  /**
   * systemd pauses only a fixed time between restarts; a node that keeps failing must not load what
   * it fails on.
   *
   * @return whether there was a pause
   */
  private boolean backOff() throws InterruptedException {
    if (!ranBefore() || !notify.isHeard() || options.supervisor() != SupervisorKind.SYSTEMD) {
      return false;
    }
    try (Units units = Units.of(options.root(), new Commands(Map.of()))) {
      Duration pause = Backoff.after(units.state(UNIT).restarts());
      if (!pause.isZero()) {
        notify.waiting(
            "pausing " + pause.toSeconds() + " s before another try", pause.plusMinutes(1));
        Time.SYSTEM.sleep(pause);
      }
      return !pause.isZero();
    } catch (FailureException e) {
      // Without systemd's answer nobody knows of restarts, and the boot itself will tell that it is
      // missing.
      return false;
    }
  }
}
