package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.WaitListener;
import java.time.Duration;
import java.util.Optional;

/**
 * The wait for the runtime, which may begin again: a runtime that answered once can go away before
 * the boot is over. Counts how often it did, and names a crash loop as one.
 */
public final class ReadyRuntime {
  /** After so many losses it is no longer an accident. */
  static final int CRASH_LOOP = 3;

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final RuntimeProbe probe;
  private final Trigger trigger;
  private final RuntimeUnit unit;
  private final WaitListener waits;
  private final FlapListener flaps;
  private int losses;
  private int restarts = -1;
  private String seen = "";

  /** Hears of each time that the runtime went away again. */
  @FunctionalInterface
  public interface FlapListener {
    /** Tells nobody. */
    FlapListener NONE = what -> {};

    /** Called once for each loss, before the wait begins anew. */
    void flapped(String what);
  }

  /**
   * A wait for one boot.
   *
   * @param trigger what says when to look again; a tick of a second looks for safety
   */
  public ReadyRuntime(
      RuntimeProbe probe,
      Trigger trigger,
      RuntimeUnit unit,
      WaitListener waits,
      FlapListener flaps) {
    this.probe = probe;
    this.trigger = trigger;
    this.unit = unit;
    this.waits = waits;
    this.flaps = flaps;
  }

  /**
   * Waits until the runtime is ready.
   *
   * @throws dev.nodeready.failure.FailureException when it will not be, or is not in time
   * @throws InterruptedException when the boot is being stopped
   */
  public RuntimeInfo await(Deadline deadline) throws InterruptedException {
    return new Waiter("the container runtime", TICK, LOOK, waits)
        .await(this::look, this::pause, deadline);
  }

  /**
   * Looks whether the runtime went away, and if so waits for it. One that is found ready behind the
   * same socket file, not restarted meanwhile, was there all along, whatever an answer said.
   *
   * @param loss the failure that told so, see {@link CriErrors#isRuntimeLoss}
   * @return what it says once it is back; empty where it had not gone
   * @throws dev.nodeready.failure.FailureException when it does not come back
   * @throws InterruptedException when the boot is being stopped
   */
  public Optional<RuntimeInfo> awaitAgain(Failure loss, Deadline deadline)
      throws InterruptedException {
    String before = seen;
    if (look(deadline.atMost(LOOK)) instanceof Verdict.Ready<RuntimeInfo> ready
        && (before.isEmpty() || before.equals(ready.value().socket()))) {
      return Optional.empty();
    }
    losses++;
    flaps.flapped("the container runtime went away again: " + loss.happened());
    return Optional.of(await(deadline));
  }

  private Verdict<RuntimeInfo> look(Duration atMost) throws InterruptedException {
    return switch (probe.look(atMost)) {
      case Verdict.Ready<RuntimeInfo> ready -> {
        seen = ready.value().socket();
        yield ready;
      }
      case Verdict.Never<RuntimeInfo> never -> never;
      case Verdict.NotYet<RuntimeInfo> notYet ->
          new Verdict.NotYet<>(named(notYet.because()), notYet.soon());
    };
  }

  /** Uses the first pause to load what the first answer needs; events meanwhile are not lost. */
  private void pause(Duration atMost) throws InterruptedException {
    if (!CriWarmup.run()) {
      trigger.await(atMost);
    }
  }

  /** The reason, under the name of a crash loop where it has become one. */
  private Failure named(Failure because) throws InterruptedException {
    if (restarts < 0) {
      restarts = probe.restarts();
    }
    int restarted = Math.max(0, probe.restarts() - restarts);
    if (losses < CRASH_LOOP && restarted < CRASH_LOOP) {
      return because;
    }
    return Failure.passing(
            Code.CRI_CRASH_LOOP,
            because.tried(),
            "the runtime is in a crash loop ("
                + losses
                + " times gone after it was ready, "
                + restarted
                + " restarts); now "
                + because.happened())
        .saying(unit.lastWords());
  }
}
