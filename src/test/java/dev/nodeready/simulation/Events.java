package dev.nodeready.simulation;

import java.util.Arrays;

/**
 * The clock of the simulation and what is to come: for each actor, which is a number, the one
 * moment at which it goes on. A heap of plain numbers, time above actor: a hundred thousand nodes
 * make some ten million events. Actors of one moment go on by their number, so that a run replays.
 */
final class Events {
  /** More than a million actors there cannot be; times reach three months. */
  private static final int ACTOR_BITS = 20;

  private static final int MOST = 1 << ACTOR_BITS;

  private long[] heap = new long[1024];
  private int size;
  private long now;

  /** Microseconds since the beginning. */
  long now() {
    return now;
  }

  /**
   * Has an actor go on later.
   *
   * @param pause microseconds from now, 0 or more
   */
  void after(long pause, int actor) {
    if (pause < 0 || actor < 0 || actor >= MOST) {
      throw new IllegalArgumentException("pause " + pause + ", actor " + actor);
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    rise(size++, ((now + pause) << ACTOR_BITS) | actor);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Moves the clock to the next event, of which there has to be one, and says whose it is. */
  int next() {
    long first = heap[0];
    long last = heap[--size];
    if (size > 0) {
      sink(last);
    }
    now = first >>> ACTOR_BITS;
    return (int) (first & (MOST - 1));
  }

  private void rise(int from, long event) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (heap[parent] <= event) {
        break;
      }
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = event;
  }

  private void sink(long event) {
    int place = 0;
    for (int child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (event <= heap[child]) {
        break;
      }
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = event;
  }
}
