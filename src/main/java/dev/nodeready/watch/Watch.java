package dev.nodeready.watch;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.SparePages;
import dev.nodeready.ready.Signal;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a node while it runs. Each thing is looked at when an event says that it may stand
 * otherwise, once a second at most, and else each two minutes, or each minute while something is
 * wrong; what is new is told, once.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** What no event tells of is no haste. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** What is wrong may be mended now, or over. */
  private static final Duration WRONG = Duration.ofMinutes(1);

  /** What happens within that is one event. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final List<Post> posts = new ArrayList<>();
  private final Findings findings = new Findings();
  private final Signal bells = new Signal();
  private final Teller teller;
  private final Time time;
  private final Thrift thrift;

  /** Whoever is told of the node. */
  @FunctionalInterface
  public interface Teller {
    /**
     * Takes one round of looks.
     *
     * @param changes what is new, mostly nothing
     * @param now all that is wrong
     * @throws InterruptedException when the watch is being ended
     */
    void tell(List<Change> changes, List<Finding> now) throws InterruptedException;
  }

  /** A thing, and whether its bell has rung since it was looked at. */
  private record Post(Watched watched, AtomicBoolean rung) {}

  /**
   * A watch over some things, which are closed with it.
   *
   * @param time paces the looks
   */
  public Watch(List<Watched> things, Teller teller, Time time) {
    this.teller = teller;
    this.time = time;
    thrift = new Thrift(SparePages::resident, SparePages::giveBack, time);
    things.forEach(thing -> posts.add(new Post(thing, new AtomicBoolean(true))));
  }

  /**
   * Watches until interrupted.
   *
   * @throws InterruptedException when that is the case
   */
  public void run() throws InterruptedException {
    posts.forEach(post -> post.watched().ring(() -> ring(post)));
    long round = time.nanos();
    for (; ; ) {
      round();
      Duration tick = findings.all().isEmpty() ? CALM : WRONG;
      Duration left = tick.minusNanos(time.nanos() - round);
      if (left.isPositive()) {
        bells.await(left);
      }
      if (time.nanos() - round >= tick.toNanos()) {
        round = time.nanos();
        thrift.look();
        posts.forEach(post -> post.rung().set(true));
      } else {
        time.sleep(PACE);
      }
    }
  }

  private void ring(Post post) {
    post.rung().set(true);
    bells.fire();
  }

  private void round() throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    for (Post post : posts) {
      if (post.rung().getAndSet(false)) {
        look(post.watched(), changes);
      }
    }
    teller.tell(changes, findings.all());
  }

  /** One thing that cannot be looked at keeps no other from being seen. */
  private void look(Watched thing, List<Change> changes) throws InterruptedException {
    try {
      changes.addAll(findings.take(thing, thing.look(), time.now()));
    } catch (FailureException e) {
      LOG.debug("Looked in vain: {}", e.failure().toLine());
    }
  }

  @Override
  public void close() {
    posts.forEach(post -> post.watched().close());
  }
}
