package dev.nodeready.watch;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.SparePages;
import dev.nodeready.ready.Signal;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a node while it runs. Each thing is looked at when an event says that it may stand
 * otherwise, once a second at most, and else once a minute; what is new is told, once.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration TICK = Duration.ofMinutes(1);

  /** Minutes of calm after which pages are spare: what the work took, and what compiled it. */
  private static final Set<Integer> SPARE = Set.of(1, 5);

  private static final int HOUR = 60;

  /** What happens within that is one event. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final List<Post> posts = new ArrayList<>();
  private final Findings findings = new Findings();
  private final Signal bells = new Signal();
  private final Teller teller;
  private final Time time;

  /** Minutes in which nothing was done but to look. */
  private int calm;

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
      Duration left = TICK.minusNanos(time.nanos() - round);
      if (left.isPositive()) {
        bells.await(left);
      }
      if (time.nanos() - round >= TICK.toNanos()) {
        round = time.nanos();
        giveBack(++calm);
        posts.forEach(post -> post.rung().set(true));
      } else {
        time.sleep(PACE);
      }
    }
  }

  private static void giveBack(int calm) {
    if (SPARE.contains(calm) || calm % HOUR == 0) {
      SparePages.giveBack();
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
    calm = changes.isEmpty() ? calm : 0;
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
