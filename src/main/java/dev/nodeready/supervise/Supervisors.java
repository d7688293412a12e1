package dev.nodeready.supervise;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Units;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the supervisor that was asked for. */
public final class Supervisors {
  private Supervisors() {}

  /**
   * A supervisor of the machine below {@code root}.
   *
   * @param commandLines program and arguments of each daemon, where this process runs them
   */
  public static Supervisor of(
      SupervisorKind kind, Root root, Function<Daemon, List<String>> commandLines, Time time) {
    return switch (kind) {
      case SYSTEMD -> new SystemdSupervisor(Units.of(root, new Commands(Map.of())), time);
      case NONE -> new NoSupervisor();
      case PROCESS -> new ProcessSupervisor(root, commandLines, Ground.of(root));
    };
  }
}
