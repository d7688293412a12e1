package dev.nodeready.simulation;

import java.util.Arrays;

/**
 * How a day ended.
 *
 * @param nodes that there are
 * @param ready microseconds from the start of each node that became Ready, in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outcome(int nodes, long[] ready, Book ec2, Book registry, Book api) {
  int lost() {
    return nodes - ready.length;
  }

  /** Requests for nothing, per node. */
  double wasted() {
    return (double) (ec2.refused() + registry.refused() + api.refused()) / nodes;
  }

  /**
   * When so many of all nodes were Ready, in microseconds; -1 where so many never were.
   *
   * @param percent more than 0
   */
  long percentile(double percent) {
    int place = (int) Math.ceil(percent / 100 * nodes) - 1;
    return place < ready.length ? ready[place] : -1;
  }

  /** Which share of all nodes was Ready by then. */
  double shareBy(long moment) {
    int place = Arrays.binarySearch(ready, moment);
    return (double) (place < 0 ? -place - 1 : place + 1) / nodes;
  }
}
