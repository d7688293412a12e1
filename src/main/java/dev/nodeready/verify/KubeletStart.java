package dev.nodeready.verify;

import dev.nodeready.failure.Failure;
import dev.nodeready.kubelet.KubeletHealth;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether kubelet has come through all that it starts with: it tells that it is healthy before it
 * has begun with what may end it.
 *
 * @param health where it is asked
 */
record KubeletStart(Supervisor supervisor, KubeletHealth health) implements Probe<Boolean> {
  /** Said behind the managers of containers and devices (kubelet 1.28 to 1.37). */
  private static final String THROUGH = "Starting Kubelet Plugin Manager";

  private static final int LINES = 400;

  @Override
  public Verdict<Boolean> look(Duration atMost) throws InterruptedException {
    Optional<Failure> ended = supervisor.failed(Daemon.KUBELET);
    if (ended.isPresent()) {
      return new Verdict.Never<>(ended.get());
    }
    return switch (health.look(atMost)) {
      case Verdict.Ready<String> _ when isThrough() -> new Verdict.Ready<>(true);
      case Verdict.Ready<String> _ ->
          new Verdict.NotYet<>(
              Failure.passing(
                  Daemon.KUBELET.exited(), "see kubelet through its start", "it is at it still"));
      case Verdict.NotYet<String> not -> new Verdict.NotYet<>(not.because());
      case Verdict.Never<String> never -> new Verdict.Never<>(never.failure());
    };
  }

  private boolean isThrough() throws InterruptedException {
    return supervisor.lastLines(Daemon.KUBELET, LINES).stream()
        .anyMatch(line -> line.contains(THROUGH));
  }
}
