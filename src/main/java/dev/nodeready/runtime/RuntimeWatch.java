package dev.nodeready.runtime;

import dev.nodeready.cri.ConfigDump;
import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.PluginHint;
import dev.nodeready.cri.ReadyRuntime;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeProbe;
import dev.nodeready.cri.RuntimeUnit;
import dev.nodeready.ready.AnyTrigger;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.io.IOException;
import java.util.List;

/** A wait for a runtime that has begun, woken by its socket and by whoever runs it. */
public record RuntimeWatch(CriConnection connection, Trigger trigger, ReadyRuntime runtime)
    implements AutoCloseable {
  private static final int HINT_LINES = 50;

  /** A wait that begins now. */
  public static RuntimeWatch begin(
      CriEndpoint endpoint, Supervisor supervisor, ConfigDump dump, Time time, FlapListener flaps) {
    CriConnection connection = new CriConnection(endpoint);
    Trigger trigger = trigger(endpoint, supervisor);
    RuntimeUnit unit = new SupervisedUnit(supervisor);
    PluginHint hint = new PluginHint(dump, () -> lastLines(supervisor));
    RuntimeProbe probe = new RuntimeProbe(connection, unit, hint, time);
    return new RuntimeWatch(
        connection, trigger, new ReadyRuntime(probe, trigger, unit, Waits.HEARD, flaps));
  }

  private static List<String> lastLines(Supervisor supervisor) {
    try {
      return supervisor.lastLines(Daemon.CONTAINERD, HINT_LINES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Trigger trigger(CriEndpoint endpoint, Supervisor supervisor) {
    Trigger unit = supervisor.watch(Daemon.CONTAINERD);
    try {
      return AnyTrigger.of(PathTrigger.of(endpoint.socket()), unit);
    } catch (IOException e) {
      // No inotify instance is left on this machine: the unit's events and the tick have to do.
      return unit;
    }
  }

  @Override
  public void close() {
    connection.close();
    trigger.close();
  }
}
