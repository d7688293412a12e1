package dev.nodeready.watch;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Relay;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A daemon, as whoever runs it sees it: that it has failed, or comes and goes. One that somebody
 * restarts does neither. It is never started from here.
 */
public final class UnitWatch implements Watched {
  /** As many restarts in that time are no accident. */
  private static final int FLAPS = 3;

  private static final Duration SPAN = Duration.ofMinutes(10);
  private static final int NOT_COUNTED = -1;

  private final Daemon daemon;
  private final Supervisor supervisor;
  private final Time time;
  private final Deque<Long> restarts = new ArrayDeque<>();
  private int counted = NOT_COUNTED;
  private @Nullable Relay relay;

  /** A daemon of a supervisor, which stays open. */
  public UnitWatch(Daemon daemon, Supervisor supervisor, Time time) {
    this.daemon = daemon;
    this.supervisor = supervisor;
    this.time = time;
  }

  @Override
  public void ring(Runnable bell) {
    relay = Relay.of(supervisor.watch(daemon), bell);
  }

  @Override
  public Seen look() throws InterruptedException {
    count(supervisor.restarts(daemon));
    List<Failure> wrong = new ArrayList<>();
    supervisor.failed(daemon).ifPresent(wrong::add);
    if (restarts.size() >= FLAPS) {
      wrong.add(flapping());
    }
    return Seen.of(wrong);
  }

  /** Whoever starts it by hand has it counted from the beginning. */
  private void count(int now) {
    long at = time.nanos();
    for (int more = counted; counted != NOT_COUNTED && more < now; more++) {
      restarts.add(at);
    }
    counted = now;
    while (restarts.size() > FLAPS
        || (!restarts.isEmpty() && at - restarts.getFirst() > SPAN.toNanos())) {
      restarts.removeFirst();
    }
  }

  private Failure flapping() {
    Code code =
        switch (daemon) {
          case CONTAINERD -> Code.CRI_CRASH_LOOP;
          case KUBELET -> Code.KUBELET_CRASH_LOOP;
        };
    return Failure.passing(
        code,
        "see " + daemon.program() + " stay up",
        "it ended and was started again %d times within %d minutes"
            .formatted(FLAPS, SPAN.toMinutes()));
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
    }
  }
}
