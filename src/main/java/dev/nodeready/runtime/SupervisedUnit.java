package dev.nodeready.runtime;

import dev.nodeready.cri.RuntimeUnit;
import dev.nodeready.failure.Failure;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.util.Optional;

/** The runtime as its supervisor sees it. */
record SupervisedUnit(Supervisor supervisor) implements RuntimeUnit {
  @Override
  public Optional<Failure> failed() throws InterruptedException {
    return supervisor.failed(Daemon.CONTAINERD);
  }

  @Override
  public int restarts() throws InterruptedException {
    return supervisor.restarts(Daemon.CONTAINERD);
  }

  @Override
  public String lastWords() throws InterruptedException {
    return String.join(" | ", supervisor.lastLines(Daemon.CONTAINERD, 3));
  }
}
