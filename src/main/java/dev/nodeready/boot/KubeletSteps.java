package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.failure.Failure;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.join.Joining;
import dev.nodeready.kubelet.KubeletFalls;
import dev.nodeready.kubelet.KubeletHealth;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.kubelet.Preflight;
import dev.nodeready.node.LiveNode;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Steady;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Time;
import dev.nodeready.runtime.RuntimeWait;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.Supervisor.Ensured;
import dev.nodeready.supervise.UnitRun;
import dev.nodeready.systemd.Gates;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts kubelet and proves that it runs. */
final class KubeletSteps {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final int STEADY = 3;
  private static final String NOT_TOLD =
      "kubelet's health endpoint is switched off, or its address is none";

  /** Four times what it takes to answer {@link #STEADY} times. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Inputs inputs;
  private final LiveNode live;
  private final RuntimeWait runtime;
  private final Joining joining;
  private final Supervisor supervisor;
  private final Gates gates;
  private final Time time;

  /** What kubelet is expected to fall over for; certain once it has. */
  private Optional<Failure> expected = Optional.empty();

  /** By its files, which no later step of this run changes. */
  private @Nullable KubeletSettings settings;

  /** Those that begin the {@code joining}. */
  KubeletSteps(
      Inputs inputs,
      LiveNode live,
      RuntimeWait runtime,
      Joining joining,
      Supervisor supervisor,
      Gates gates,
      Time time) {
    this.inputs = inputs;
    this.live = live;
    this.runtime = runtime;
    this.joining = joining;
    this.supervisor = supervisor;
    this.gates = gates;
    this.time = time;
  }

  Outcome start(Progress progress) throws InterruptedException {
    mend(progress);
    joining.beforeKubelet(progress::note);
    // Also where the steps that prove the runtime were left out: whoever does so answers for it.
    gates.open(Gates.RUNTIME);
    Optional<Ensured> ensured =
        live.ensure(
            Daemon.KUBELET,
            () -> address().filter(KubeletHealth::isTaken).map(InetSocketAddress::toString));
    joining.begin();
    if (runtime.answered()) {
      live.noteRuntime();
    }
    inputs.rememberPrograms();
    if (ensured.filter(done -> done.wanted().needed()).isPresent()) {
      expect(Preflight.look(inputs.root(), version()), progress);
    }
    return DaemonStart.told(Daemon.KUBELET, ensured);
  }

  private void mend(Progress progress) throws InterruptedException {
    boolean may = supervisor.manages() && Preflight.mayMend(inputs.root());
    if (may && supervisor.run(Daemon.KUBELET).isEmpty()) {
      expect(Preflight.mend(inputs.root(), version()), progress);
    }
  }

  /** Tells what kubelet will fall over for; the verdict then names that, not its symptoms. */
  private void expect(Preflight.Found found, Progress progress) {
    found.notes().forEach(progress::note);
    found.fatal().stream().map(Failure::toLine).forEach(progress::note);
    expected = found.fatal().stream().findFirst().or(() -> expected);
  }

  private String version() throws InterruptedException {
    return inputs.status(null).kubeletVersion();
  }

  Outcome healthy(Progress progress) throws InterruptedException {
    Outcome outcome = await("kubelet to be healthy", 1);
    live.noteRunning(Daemon.KUBELET.unit());
    return outcome;
  }

  /**
   * A kubelet that answers once may still fall over: it has to stay. One that this run found long
   * running has done so.
   */
  Outcome steady(Progress progress) throws InterruptedException {
    supervisor.strays().forEach(progress::note);
    return await("kubelet to stay healthy", ranLong() ? 1 : STEADY);
  }

  private boolean ranLong() throws InterruptedException {
    return supervisor
        .run(Daemon.KUBELET)
        .flatMap(UnitRun::since)
        .filter(since -> since.plus(LONG).isBefore(time.now()))
        .isPresent();
  }

  private Outcome await(String subject, int answers) throws InterruptedException {
    Optional<InetSocketAddress> address = address();
    if (address.isEmpty() && !supervisor.manages()) {
      return new Outcome.Skipped(NOT_TOLD);
    }
    Probe<String> health = address.isPresent() ? new KubeletHealth(address.get()) : this::runs;
    Probe<String> probe = new KubeletFalls(supervisor, health, expected);
    Waiter waiter = new Waiter(subject, TICK, LOOK);
    try (Trigger trigger = supervisor.watch(Daemon.KUBELET)) {
      waiter.await(new Steady<>(probe, answers, unsteady()), trigger, inputs.limits().kubelet());
    }
    return new Outcome.Unchanged(
        address
            .map(at -> "healthy at " + at.getHostString() + ":" + at.getPort())
            .orElse("it runs; " + NOT_TOLD));
  }

  private Optional<InetSocketAddress> address() throws InterruptedException {
    KubeletSettings known = settings;
    if (known == null) {
      known = KubeletOnMachine.settings(inputs.root(), version());
      settings = known;
    }
    return KubeletHealth.address(known);
  }

  /** All that can be seen of a kubelet that does not tell its health. */
  private Verdict<String> runs(Duration atMost) throws InterruptedException {
    return supervisor.run(Daemon.KUBELET).isPresent()
        ? new Verdict.Ready<>("runs")
        : new Verdict.NotYet<>(
            Failure.passing(Code.KUBELET_UNSTEADY, "see kubelet run", "it does not run just now"));
  }

  private static Failure unsteady() {
    return Failure.passing(
        Code.KUBELET_UNSTEADY,
        "see kubelet stay healthy",
        "it is healthy, but not for long enough to believe it");
  }
}
