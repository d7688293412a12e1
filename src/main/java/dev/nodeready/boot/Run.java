package dev.nodeready.boot;

import dev.nodeready.host.Root;
import dev.nodeready.host.RunLock;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.inputs.Sources;
import dev.nodeready.node.CommandLines;
import dev.nodeready.node.Manifest;
import dev.nodeready.platform.Ahead;
import dev.nodeready.platform.Ec2Platform;
import dev.nodeready.platform.InstanceUserData;
import dev.nodeready.platform.Platform;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Timestamp;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.Supervisors;
import dev.nodeready.systemd.Gates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one run has from its beginning, and nothing that is found in its course.
 *
 * @param supervisor who runs the daemons
 * @param ec2 whom to ask before the configuration is known: only an EC2 instance has user data
 * @param lock what keeps other runs from the machine, once it is taken
 */
record Run(
    BootOptions options,
    Time time,
    Budgets budgets,
    Gates gates,
    Supervisor supervisor,
    Platform ec2,
    RunLock lock)
    implements AutoCloseable {
  // Steps that others than the plan know by name.
  static final String RUNTIME_FILES = "runtime-files";
  static final String START_KUBELET = "start-kubelet";
  static final String CERTIFICATE = "certificate";
  static final String REGISTERED = "registered";
  static final String READY = "ready";

  /** A run whose daemons are run by whom the options say, with what was asked before it. */
  static Run of(BootOptions options, Time time, @Nullable Ahead ahead) {
    Root root = options.root();
    return of(
        options,
        time,
        ahead,
        Supervisors.of(options.supervisor(), root, daemon -> CommandLines.of(root, daemon), time));
  }

  /** A run whose daemons are run by {@code supervisor}. */
  static Run of(BootOptions options, Time time, @Nullable Ahead ahead, Supervisor supervisor) {
    Root root = options.root();
    return new Run(
        options,
        time,
        new Budgets(options.budgets(), time),
        new Gates(root),
        supervisor,
        new Ec2Platform(root, time, ahead),
        new RunLock(root, holder(options, time)));
  }

  /** The same run with other options and another supervisor. */
  Run with(BootOptions other, Supervisor daemons) {
    return new Run(other, time, budgets, gates, daemons, ec2, lock);
  }

  private static String holder(BootOptions options, Time time) {
    return "nodeready "
        + options.command()
        + ", pid "
        + ProcessHandle.current().pid()
        + ", since "
        + Timestamp.of(time.now());
  }

  Root root() {
    return options.root();
  }

  /** Whether a step is part of it. */
  boolean includes(String phase, String step) {
    return options.selection().includes(phase, step);
  }

  /** Whether writing files is a step of it. */
  boolean writesFiles() {
    return includes("configure", RUNTIME_FILES);
  }

  /** Whether starting kubelet is a step of it. */
  boolean startsKubelet() {
    return includes("kubelet", START_KUBELET);
  }

  /** Whether it makes this machine a node, or shows that it is one, so that others hear of it. */
  boolean isBoot() {
    return startsKubelet() && !options.rehearses();
  }

  /** Whether seeing the join is a step of it. */
  boolean seesJoin() {
    return includes("join", CERTIFICATE) || includes("join", REGISTERED) || includes("join", READY);
  }

  /** What the node is made from, nothing of which is found yet. */
  Inputs inputs() {
    // A single step run by hand needs no configuration; where none is named, the defaults do.
    boolean needed = !options.sources().isEmpty() || includes("resolve", "node-config");
    Sources sources =
        new Sources(
            options.sources(),
            options.cache(),
            options.strict(),
            needed,
            InstanceUserData.of(root(), ec2),
            gates,
            bootId(),
            time);
    return new Inputs(root(), sources, ec2, budgets, path -> new Manifest(root()).wrote(path));
  }

  /** The kernel's name of this boot of the machine; empty where it tells none. */
  static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
