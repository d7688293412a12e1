package dev.nodeready.boot;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.Bootstrap.Budgets;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.containerd.Soci;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.node.CommandLines;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.platform.Ahead;
import dev.nodeready.platform.Ec2Platform;
import dev.nodeready.platform.InstanceUserData;
import dev.nodeready.platform.NoPlatform;
import dev.nodeready.platform.Platform;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.Supervisors;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import dev.nodeready.systemd.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one boot share. Each part is made when it is first needed, so that a single
 * step works alone: what the steps before it would have found is then found quietly.
 */
final class Boot implements AutoCloseable {
  private final BootOptions options;
  private final Time time;
  private final long startedNanos;
  private final Gates gates;
  private final Platform ec2;
  private final InstanceUserData userData;
  private final JoinSteps join = new JoinSteps(this);
  private @Nullable Supervisor supervisor;
  private Pass pass;
  private @Nullable RunLock lock;
  private Duration apart = Duration.ZERO;

  /** A boot whose daemons are run by whom the options say, with what was asked before it. */
  Boot(BootOptions options, Time time, @Nullable Ahead ahead) {
    this.options = options;
    this.time = time;
    startedNanos = time.nanos();
    gates = new Gates(options.root());
    ec2 = new Ec2Platform(options.root(), time, ahead);
    userData = InstanceUserData.of(options.root(), ec2);
    pass = new Pass(new NodeInputs(this), new NodeState(this));
  }

  /** A boot whose daemons are run by {@code supervisor}. */
  Boot(BootOptions options, Time time, Supervisor supervisor) {
    this(options, time, (Ahead) null);
    this.supervisor = supervisor;
  }

  BootOptions options() {
    return options;
  }

  Root root() {
    return options.root();
  }

  Time time() {
    return time;
  }

  NodeInputs inputs() {
    return pass.inputs;
  }

  NodeState node() {
    return pass.node;
  }

  Gates gates() {
    return gates;
  }

  /** Whether writing files is part of this run. */
  boolean writesFiles() {
    return options.selection().includes("configure", "runtime-files");
  }

  NodeConfig config() throws InterruptedException {
    return inputs().resolved().config();
  }

  /** Runs programs with the variables that the configuration gives to every service. */
  Commands commands() throws InterruptedException {
    return new Commands(config().instance().environment().getOrDefault("default", Map.of()));
  }

  ContainerdProgram containerd() throws InterruptedException {
    return new ContainerdProgram(root(), commands());
  }

  /** Whom to ask before the configuration is known: only an EC2 instance has user data. */
  Platform platform() {
    return ec2;
  }

  /** The user data, which only an EC2 instance has. */
  InstanceUserData userData() {
    return userData;
  }

  Platform platform(NodeConfig config) {
    return config.bootstrap().platform().equals("none") ? new NoPlatform() : platform();
  }

  synchronized Supervisor supervisor() {
    if (supervisor == null) {
      supervisor =
          Supervisors.of(
              options.supervisor(), root(), daemon -> CommandLines.of(root(), daemon), time);
    }
    return supervisor;
  }

  /** Where a daemon will listen, if somebody else does already. */
  @FunctionalInterface
  interface Taken {
    Optional<String> where() throws InterruptedException;
  }

  /**
   * Makes a daemon run, and anew only where what it reads has changed since it started.
   *
   * @throws dev.nodeready.failure.FailureException when it cannot be started, or what answers
   *     afterwards would prove nothing since another program does
   */
  Outcome ensure(Daemon daemon, Taken taken) throws InterruptedException {
    if (supervisor().knowsByListening() && supervisor().run(daemon).isEmpty()) {
      Optional<String> where = taken.where();
      if (where.isPresent()) {
        String tried = "start " + daemon.program();
        String happened = "another program listens already on " + where.get();
        throw Failure.permanent(daemon.notOurs(), tried, happened).asException();
      }
    }
    return ensure(daemon);
  }

  private Outcome ensure(Daemon daemon) throws InterruptedException {
    if (!supervisor().manages()) {
      return new Outcome.Skipped(daemon.program() + " is someone else's to start");
    }
    Supervisor.Ensured ensured =
        supervisor().ensure(daemon, run -> node().actionFor(daemon.unit(), run));
    UnitAction action = ensured.wanted();
    return switch (ensured.action()) {
      case STARTED -> new Outcome.Changed("started");
      case RESTARTED -> new Outcome.Changed("restarted, " + action.because());
      case UNTOUCHED ->
          new Outcome.Unchanged(
              action.kind() == UnitAction.Kind.START
                  ? "on its way up already"
                  : "runs already, " + action.because());
    };
  }

  /**
   * Begins to find out everything anew, since the configuration is another one now: nothing of what
   * was worked out before holds, down to where the runtime listens.
   */
  void beginAnew(ResolvedConfig now) {
    Pass before = pass;
    pass = new Pass(before.inputs.with(now), new NodeState(this));
    before.close();
  }

  /** The sandbox image that this pass made sure of; null before. */
  @Nullable SandboxReference sandbox() {
    return pass.sandbox;
  }

  void remember(SandboxReference reference) {
    pass.sandbox = reference;
  }

  /** Whether cloud-init's scripts may have changed the configuration since it was read. */
  boolean mayBeOutdated() {
    return options.besideCloudInit() && inputs().readBeforeCloudInitEnded();
  }

  /** Whether starting kubelet is a step of this run. */
  boolean startsKubelet() {
    return options.selection().includes("kubelet", "start-kubelet");
  }

  /** Remembers what the runtime was started with, if this pass has seen it answer. */
  void noteRuntime() throws InterruptedException {
    RuntimeWait seen = pass.runtime;
    if (seen == null || !seen.answered()) {
      return;
    }
    noteRunning(NodeUnits.CONTAINERD);
    if (node().wrote(Soci.CONFIG)) {
      noteRunning(NodeUnits.SOCI);
    }
  }

  /**
   * Remembers what a unit that is proven to run was started with. One that began before the last of
   * its files was written has read others, whenever it counted as running.
   */
  void noteRunning(String unit) throws InterruptedException {
    Optional<UnitRun> run = supervisor().run(unit);
    if (run.isPresent() && node().actionFor(unit, run).kind() != UnitAction.Kind.RESTART) {
      node().started(unit, run.get());
    }
  }

  /** A wait to its end. */
  @FunctionalInterface
  interface OneWait {
    void await() throws InterruptedException;
  }

  /** What keeps other runs from the machine. */
  void hold(RunLock held) {
    lock = held;
  }

  /**
   * Lets other runs have the machine while this one waits for what they may be part of.
   *
   * @return whether one has had it
   */
  boolean whileOthersMay(OneWait wait, Progress progress) throws InterruptedException {
    RunLock held = lock;
    if (held == null) {
      wait.await();
      return false;
    }
    held.release();
    wait.await();
    return held.takeAgain(total(), other -> progress.note("waiting for another run: " + other));
  }

  /** The wait for the runtime; the first to ask is the first to be told. */
  RuntimeWait runtime(Progress progress) throws InterruptedException {
    RuntimeWait known = pass.runtime;
    if (known == null) {
      known = new RuntimeWait(this, endpoint(), progress);
      pass.runtime = known;
    }
    return known;
  }

  /** Where the runtime listens: below the root, like every file. */
  CriEndpoint endpoint() throws InterruptedException {
    String given = options.criEndpoint();
    if (given != null) {
      return CriEndpoint.parse(given);
    }
    Path socket = CriEndpoint.parse(node().endpoint()).socket();
    boolean below = socket.startsWith(root().folder());
    return below ? new CriEndpoint(socket) : new CriEndpoint(root().at(socket.toString()));
  }

  /** When the runtime has to answer. */
  Deadline runtimeDeadline() throws InterruptedException {
    Duration given = options.budgets().runtime();
    return total().within(given != null ? given : budgets().runtime());
  }

  /** How long the sandbox image may take, waits for the runtime apart. */
  Duration imageBudget() throws InterruptedException {
    Duration given = options.budgets().image();
    return given != null ? given : budgets().image();
  }

  /** When kubelet has to be healthy. */
  Deadline kubeletDeadline() throws InterruptedException {
    Duration given = options.budgets().kubelet();
    return total().within(given != null ? given : budgets().kubelet());
  }

  /** When the node has to have joined, from now on. */
  Deadline joinDeadline() throws InterruptedException {
    Duration given = options.budgets().join();
    return total().within(given != null ? given : budgets().join());
  }

  /** The variables of a service: those of every service and its own. */
  Map<String, String> environment(String service) throws InterruptedException {
    Map<String, Map<String, String>> all = platform(config()).environment(config());
    Map<String, String> variables = new LinkedHashMap<>(all.getOrDefault("default", Map.of()));
    variables.putAll(all.getOrDefault(service, Map.of()));
    return variables;
  }

  /** When the whole boot has to be over. */
  Deadline total() throws InterruptedException {
    return total(budgets());
  }

  /** The same, before the configuration may say something of it. */
  Deadline totalAsGiven() {
    return total(Bootstrap.DEFAULTS.budgets());
  }

  private Deadline total(Budgets budgets) {
    Duration given = options.budgets().total();
    Duration all = given != null ? given : budgets.total();
    return Deadline.after(all.plus(apart).minusNanos(time.nanos() - startedNanos), time);
  }

  /** Counts no time against the boot that belongs to somebody else. */
  void apart(Duration others) {
    apart = apart.plus(others);
  }

  private Budgets budgets() throws InterruptedException {
    return config().bootstrap().budgets();
  }

  /** The kernel's name of this boot of the machine; empty where it tells none. */
  String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The proof of the join, which begins beside kubelet's start. */
  JoinSteps join() {
    return join;
  }

  @Override
  public void close() {
    pass.close();
    join.close();
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
