package dev.nodeready.boot;

import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps the notes of a step, and nothing else of what it tells. */
record Notes(List<String> notes) implements Progress {
  Notes() {
    this(new ArrayList<>());
  }

  @Override
  public void found(Map<String, String> facts) {}

  @Override
  public void note(String text) {
    notes.add(text);
  }

  @Override
  public void waiting(String subject, Failure because, Duration elapsed, Duration left) {}

  @Override
  public void resumed() {}

  @Override
  public void attempt() {}

  @Override
  public void flapped(String what) {}
}
