package dev.nodeready.simulation;

import java.util.Arrays;

/** What a server was asked, second by second, and how much of it was in vain. */
final class Book {
  private int[] perSecond = new int[1024];
  private long asked;
  private long served;
  private long refused;

  /** Writes requests down that came at a moment. */
  void asked(long now, int requests) {
    int second = (int) (now / Micros.SECOND);
    if (second >= perSecond.length) {
      perSecond = Arrays.copyOf(perSecond, Math.max(second + 1, 2 * perSecond.length));
    }
    perSecond[second] += requests;
    asked += requests;
  }

  void served(int requests) {
    served += requests;
  }

  void refused(int requests) {
    refused += requests;
  }

  long asked() {
    return asked;
  }

  long served() {
    return served;
  }

  /** Requests that were made for nothing. */
  long refused() {
    return refused;
  }

  /** The most requests of one second from a moment on. */
  int peakFrom(long moment) {
    return Arrays.stream(perSecond).skip(moment / Micros.SECOND).max().orElse(0);
  }
}
