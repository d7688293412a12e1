package dev.nodeready.boot;

import dev.nodeready.config.Bootstrap.Budgets;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.WaitListener;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one boot share. Each part is made when it is first needed, so that a single
 * step works alone: what the steps before it would have found is then found quietly.
 */
final class Boot implements AutoCloseable {
  private final BootOptions options;
  private final Time time;
  private final long startedNanos;
  private @Nullable Supervisor supervisor;
  private @Nullable RuntimeWait runtime;

  /** A boot whose daemons are run by whom the options say. */
  Boot(BootOptions options, Time time) {
    this.options = options;
    this.time = time;
    startedNanos = time.nanos();
  }

  /** A boot whose daemons are run by {@code supervisor}. */
  Boot(BootOptions options, Time time, Supervisor supervisor) {
    this(options, time);
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

  NodeConfig config() {
    return NodeConfig.EMPTY;
  }

  Supervisor supervisor() {
    if (supervisor == null) {
      supervisor = makeSupervisor();
    }
    return supervisor;
  }

  private Supervisor makeSupervisor() {
    return switch (options.supervisor()) {
      case SYSTEMD, NONE -> new NoSupervisor();
      case PROCESS -> new ProcessSupervisor(root(), this::commandLine, Map.of());
    };
  }

  private List<String> commandLine(Daemon daemon) {
    return switch (daemon) {
      case CONTAINERD ->
          List.of("containerd", "--config", root().at("/etc/containerd/config.toml").toString());
      case KUBELET -> kubeletCommandLine();
    };
  }

  private List<String> kubeletCommandLine() {
    List<String> words = new ArrayList<>(List.of("kubelet"));
    try {
      words.addAll(KubeletArguments.of(Files.readString(root().at(KubeletArguments.FILE))));
    } catch (IOException e) {
      // Without the file kubelet starts with its own defaults, and says in its log what it misses.
      return words;
    }
    return words;
  }

  /** Whether a daemon that runs already has to start anew, since what it reads has changed. */
  boolean mustRestart(Daemon daemon) {
    return false;
  }

  /** Remembers what a daemon has been started with. */
  void noteStarted(Daemon daemon) {}

  /** The wait for the runtime; the first to ask is the first to be told. */
  RuntimeWait runtime(Progress progress) {
    if (runtime == null) {
      runtime = new RuntimeWait(this, endpoint(), progress);
    }
    return runtime;
  }

  /** Where the runtime listens. */
  CriEndpoint endpoint() {
    String given = options.criEndpoint();
    return given != null
        ? CriEndpoint.parse(given)
        : new CriEndpoint(root().at("/run/containerd/containerd.sock"));
  }

  /** When the runtime has to answer. */
  Deadline runtimeDeadline() {
    Duration given = options.budgets().runtime();
    return total().within(given != null ? given : budgets().runtime());
  }

  /** When kubelet has to be healthy. */
  Deadline kubeletDeadline() {
    Duration given = options.budgets().kubelet();
    return total().within(given != null ? given : budgets().kubelet());
  }

  private Deadline total() {
    Duration given = options.budgets().total();
    Duration all = given != null ? given : budgets().total();
    return Deadline.after(all.minusNanos(time.nanos() - startedNanos), time);
  }

  private Budgets budgets() {
    return config().bootstrap().budgets();
  }

  /** Passes the waits of a feature on to the running step. */
  WaitListener telling(Progress progress) {
    return waiting ->
        progress.waiting(waiting.subject(), waiting.because(), waiting.elapsed(), waiting.left());
  }

  /** The kernel's name of this boot of the machine; empty where it tells none. */
  String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
