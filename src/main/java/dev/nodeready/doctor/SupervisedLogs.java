package dev.nodeready.doctor;

import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last lines of daemons that somebody else than systemd runs, who keeps no times: theirs is
 * that of the look.
 *
 * @param others has the rest, such as the kernel's
 */
record SupervisedLogs(Supervisor supervisor, Logs others, Time time) implements Logs {
  private static final int LINES = 200;

  @Override
  public List<LogLine> of(String unit) throws InterruptedException {
    List<Daemon> daemon =
        Stream.of(Daemon.values()).filter(one -> one.unit().equals(unit)).toList();
    return daemon.isEmpty()
        ? others.of(unit)
        : supervisor.lastLines(daemon.getFirst(), LINES).stream()
            .map(line -> new LogLine(time.now(), line))
            .toList();
  }
}
