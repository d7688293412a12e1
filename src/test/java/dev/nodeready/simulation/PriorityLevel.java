package dev.nodeready.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One priority level of an API server: so many requests at once, so many that wait, and 429 with
 * {@code Retry-After: 1} beyond (<a
 * href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/">API Priority and
 * Fairness</a>). Each node is a flow of its own with one request at a time, so that the fair order
 * among flows is that in which they came, and its 64 queues of 50 are one of 3,200. At what the
 * levels here serve, nobody waits there as long as the 15 s after which a request is thrown out.
 */
final class PriorityLevel {
  static final int QUEUED = 64 * 50;

  private static final Answer REJECTED = Answer.throttled(5 * Micros.MILLI, Micros.SECOND);

  private final Events events;
  private final Book book;
  private final Outage outage;
  private final int seats;
  private final long service;
  private final Queue<Integer> waiting = new ArrayDeque<>();
  private int busy;

  /**
   * A level.
   *
   * @param seats requests that are served at once
   * @param service microseconds that each takes
   */
  PriorityLevel(Events events, Book book, Outage outage, int seats, long service) {
    this.events = events;
    this.book = book;
    this.outage = outage;
    this.seats = seats;
    this.service = service;
  }

  /**
   * Asks; an actor whose request is taken goes on when it is done, and has to say so.
   *
   * @return why not; null where the request is taken
   */
  @Nullable Answer ask(int actor) {
    book.asked(events.now(), 1);
    if (outage.at(events.now()) || (busy == seats && waiting.size() == QUEUED)) {
      book.refused(1);
      return outage.at(events.now()) ? outage.answer() : REJECTED;
    }
    if (busy == seats) {
      waiting.add(actor);
    } else {
      busy++;
      events.after(service, actor);
    }
    return null;
  }

  /** A request is done; its seat goes to whoever waits longest. */
  void done() {
    book.served(1);
    Integer next = waiting.poll();
    if (next == null) {
      busy--;
    } else {
      events.after(service, next);
    }
  }
}
