package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A look at kubelet that also sees it fall over. kubelet ends by itself where the runtime or the
 * API server is away for a moment, and is started again: that is waited for. Only where its own
 * words say that it will end the same way each time, nothing is.
 */
public final class KubeletFalls implements Probe<String> {
  private static final int LINES = 20;

  /** Starts by itself after which falling over is what one waits for the end of. */
  private static final int SEVERAL = 2;

  private final Supervisor supervisor;
  private final Probe<String> health;
  private final Optional<Failure> expected;
  private final int before;
  private int fallen;
  private List<String> lines = List.of();

  /**
   * A look at kubelet from now on.
   *
   * @param expected why it is to fall over, as far as the machine shows it
   */
  public KubeletFalls(Supervisor supervisor, Probe<String> health, Optional<Failure> expected)
      throws InterruptedException {
    this.supervisor = supervisor;
    this.health = health;
    this.expected = expected;
    before = supervisor.restarts(Daemon.KUBELET);
  }

  @Override
  public Verdict<String> look(Duration atMost) throws InterruptedException {
    Optional<Failure> ended = supervisor.failed(Daemon.KUBELET);
    if (ended.isPresent()) {
      return new Verdict.Never<>(expected.isPresent() ? asExpected() : judged(ended.get()));
    }
    Verdict<String> verdict = health.look(atMost);
    return verdict instanceof Verdict.NotYet<String> notYet ? seen(notYet) : verdict;
  }

  private Verdict<String> seen(Verdict.NotYet<String> notYet) throws InterruptedException {
    int times = supervisor.restarts(Daemon.KUBELET) - before;
    if (times > fallen) {
      fallen = times;
      lines = supervisor.lastLines(Daemon.KUBELET, LINES);
    }
    if (expected.isPresent() && fallen > 0) {
      return new Verdict.Never<>(asExpected());
    }
    Optional<String> why = fallen == 0 ? Optional.empty() : KubeletWords.forGood(lines);
    if (why.isPresent()) {
      return new Verdict.Never<>(crashLoop(true, ": " + why.get()));
    }
    return fallen < SEVERAL ? notYet : new Verdict.NotYet<>(crashLoop(false, ""));
  }

  private Failure asExpected() throws InterruptedException {
    Failure failure = expected.orElseThrow();
    return new Failure(
            failure.code(),
            failure.permanent(),
            failure.tried(),
            failure.happened() + "; it fell over",
            failure.remedy())
        .saying(String.join("\n", supervisor.lastLines(Daemon.KUBELET, 1)));
  }

  /** A unit that systemd no longer starts may have met what has passed since. */
  private Failure judged(Failure ended) throws InterruptedException {
    Optional<String> why = KubeletWords.forGood(supervisor.lastLines(Daemon.KUBELET, LINES));
    boolean exited = ended.code() == Code.KUBELET_EXITED;
    return why.isPresent() || exited
        ? new Failure(
            ended.code(),
            why.isPresent(),
            ended.tried(),
            ended.happened() + why.map(words -> ": " + words).orElse(""),
            ended.remedy(),
            ended.said())
        : ended;
  }

  private Failure crashLoop(boolean permanent, String why) {
    return new Failure(
            Code.KUBELET_CRASH_LOOP,
            permanent,
            "keep kubelet running",
            "it fell over and was started again " + fallen + " times" + why,
            Code.KUBELET_CRASH_LOOP.remedy())
        .saying(String.join("\n", lastOf(lines)));
  }

  private static List<String> lastOf(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - 5), lines.size());
  }
}
