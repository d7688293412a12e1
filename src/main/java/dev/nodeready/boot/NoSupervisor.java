package dev.nodeready.boot;

import dev.nodeready.failure.Failure;
import dev.nodeready.node.UnitRun;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import java.util.List;
import java.util.Optional;

/**
 * The daemons are someone else's: nothing is started, and nothing is known but what they answer.
 */
final class NoSupervisor implements Supervisor {
  @Override
  public boolean manages() {
    return false;
  }

  @Override
  public Optional<UnitRun> run(String unit) {
    return Optional.empty();
  }

  @Override
  public Action ensure(Daemon daemon, boolean anew) {
    return Action.UNTOUCHED;
  }

  @Override
  public Optional<Failure> failed(Daemon daemon) {
    return Optional.empty();
  }

  @Override
  public int restarts(Daemon daemon) {
    return 0;
  }

  @Override
  public List<String> lastLines(Daemon daemon, int most) {
    return List.of();
  }

  @Override
  public Trigger watch(Daemon daemon) {
    return new Signal();
  }
}
