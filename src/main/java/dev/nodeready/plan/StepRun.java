package dev.nodeready.plan;

import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.WaitListener;
import dev.nodeready.retry.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of one step: turns what the step tells into events and adds up its waits and attempts. A
 * wait may look a thousand times a second; it becomes an event when its reason changes in kind, and
 * once a second otherwise.
 */
final class StepRun implements Progress, WaitListener {
  private static final long TELL_NANOS = Duration.ofSeconds(1).toNanos();

  private final String phase;
  private final String step;
  private final Time time;
  private final Consumer<Event> tell;
  private final Instant startedAt;
  private final long startedNanos;
  private String toldKind = "";
  private long toldNanos;
  private int attempts;
  private long waitedNanos;
  private long waitingSince;
  private boolean waiting;

  StepRun(String phase, String step, Time time, Consumer<Event> tell) {
    this.phase = phase;
    this.step = step;
    this.time = time;
    this.tell = tell;
    startedAt = time.now();
    startedNanos = time.nanos();
  }

  void start() {
    tell.accept(new Event.StepStarted(startedAt, phase, step));
  }

  Outcome end(Outcome outcome) {
    closeWait();
    tell.accept(
        new Event.StepEnded(
            time.now(),
            phase,
            step,
            outcome,
            startedAt,
            Duration.ofNanos(time.nanos() - startedNanos),
            attempts,
            Duration.ofNanos(waitedNanos)));
    return outcome;
  }

  @Override
  public void waiting(String subject, Failure because, Duration elapsed, Duration left) {
    tell(subject, because.happened(), because.code().name(), elapsed, left);
  }

  @Override
  public void waiting(Waiting now) {
    Failure failure = now.failure();
    String code = failure == null ? "" : failure.code().name();
    tell(now.subject(), now.because(), code, now.elapsed(), now.left());
  }

  private void tell(String subject, String because, String code, Duration elapsed, Duration left) {
    if (!waiting) {
      waiting = true;
      waitingSince = time.nanos();
      toldNanos = waitingSince - TELL_NANOS;
    }
    Event.StepWaiting told =
        new Event.StepWaiting(time.now(), phase, step, subject, because, code, elapsed, left);
    if (told.kind().equals(toldKind) && time.nanos() - toldNanos < TELL_NANOS) {
      return;
    }
    toldKind = told.kind();
    toldNanos = time.nanos();
    tell.accept(told);
  }

  @Override
  public void over() {
    resumed();
  }

  @Override
  public void resumed() {
    if (waiting) {
      closeWait();
      tell.accept(new Event.StepResumed(time.now(), phase, step));
    }
  }

  @Override
  public void attempt() {
    attempts++;
    tell.accept(new Event.StepAttempted(time.now(), phase, step, attempts));
  }

  @Override
  public void flapped(String what) {
    tell.accept(new Event.Flapped(time.now(), phase, step, what));
  }

  @Override
  public void found(Map<String, String> facts) {
    tell.accept(new Event.Found(time.now(), phase, step, Map.copyOf(facts)));
  }

  @Override
  public void note(String text) {
    tell.accept(new Event.StepNoted(time.now(), phase, step, text));
  }

  private void closeWait() {
    if (waiting) {
      waiting = false;
      waitedNanos += time.nanos() - waitingSince;
    }
  }
}
