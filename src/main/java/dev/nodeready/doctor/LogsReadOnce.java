package dev.nodeready.doctor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Several checks look into the same logs, and each costs a process: they are read once. */
final class LogsReadOnce implements Logs {
  private final Logs logs;
  private final Map<String, Once<List<LogLine>>> readings = new ConcurrentHashMap<>();

  LogsReadOnce(Logs logs) {
    this.logs = logs;
  }

  @Override
  public List<LogLine> of(String unit) throws InterruptedException {
    return readings.computeIfAbsent(unit, of -> Once.of(() -> List.copyOf(logs.of(of)))).get();
  }
}
