package dev.nodeready.net;

import java.util.Map;

/** Answers that nobody sent. */
public final class Answers {
  private Answers() {}

  public static Http.Answer of(int status, byte[] body) {
    return new Http.Answer(status, Map.of(), body);
  }
}
