package dev.nodeready.doctor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Several checks look into the same logs, and each costs a process: they are read once. */
final class LogsReadOnce implements Logs {
  private final Logs logs;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();

  LogsReadOnce(Logs logs) {
    this.logs = logs;
  }

  @Override
  public List<LogLine> of(String unit) throws InterruptedException {
    return readings.computeIfAbsent(unit, Reading::new).lines();
  }

  /** One log; who comes while it is read waits for it, and a failure is not kept. */
  private final class Reading {
    private final String unit;
    private @Nullable List<LogLine> lines;

    Reading(String unit) {
      this.unit = unit;
    }

    synchronized List<LogLine> lines() throws InterruptedException {
      List<LogLine> known = lines == null ? List.copyOf(logs.of(unit)) : lines;
      lines = known;
      return known;
    }
  }
}
