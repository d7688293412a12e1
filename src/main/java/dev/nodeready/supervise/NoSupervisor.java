package dev.nodeready.supervise;

import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The daemons are someone else's: nothing is started, and nothing is known but what they answer.
 */
public final class NoSupervisor implements Supervisor {
  @Override
  public boolean manages() {
    return false;
  }

  @Override
  public Optional<UnitRun> run(String unit) {
    return Optional.empty();
  }

  @Override
  public Ensured ensure(Daemon daemon, Function<Optional<UnitRun>, UnitAction> wanted) {
    return new Ensured(Action.UNTOUCHED, wanted.apply(Optional.empty()));
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
  public String logCommand(Daemon daemon) {
    return "";
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
