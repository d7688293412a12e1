package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Programs;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.runtime.PrivateContainerd;
import dev.nodeready.supervise.NoSupervisor;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.Supervisors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The containerd that a machine image is built with: the one that runs on the machine, else one of
 * our own on the image's store, as in a chroot, which ends with the command.
 */
final class BuilderRuntime implements AutoCloseable {
  private static final String CONFIG = "/etc/eks/nodeadm.d";

  private final Run run;
  private final Pass pass;
  private final @Nullable PrivateContainerd own;

  private BuilderRuntime(Run run, Pass pass, @Nullable PrivateContainerd own) {
    this.run = run;
    this.pass = pass;
    this.own = own;
  }

  /**
   * Opens it; one of our own is not started yet.
   *
   * @param sources of what is known of the configuration while an image is built; none for what
   *     lies in the image
   * @throws dev.nodeready.failure.FailureException when containerd is not installed, another run is
   *     on, or this is no place to build in
   */
  static BuilderRuntime open(BootOptions options, List<String> sources)
      throws InterruptedException {
    requireParts();
    ResolvedConfig config = known(options.root(), sources);
    Run looking = Run.of(options, Time.SYSTEM, null, new NoSupervisor());
    boolean _ = looking.lock().take(Deadline.after(Duration.ZERO, Time.SYSTEM), _ -> {});
    try {
      return open(looking, config);
    } catch (RuntimeException | InterruptedException e) {
      looking.lock().close();
      throw e;
    }
  }

  private static BuilderRuntime open(Run looking, ResolvedConfig config)
      throws InterruptedException {
    Inputs inputs = looking.inputs().with(config);
    CriEndpoint configured;
    try (Pass pass = new Pass(looking, inputs)) {
      configured = pass.wanted.endpoint();
    }
    BootOptions options = looking.options();
    if (configured.isTaken()) {
      Run run = looking.with(options, running(options.root()));
      return new BuilderRuntime(run, new Pass(run, inputs), null);
    }
    PrivateContainerd own =
        new PrivateContainerd(options.root(), "builder", Optional.empty(), new Commands(Map.of()));
    BootOptions elsewhere = options.withRuntime(own.endpoint().toString());
    Run run = looking.with(elsewhere, own.supervisor());
    return new BuilderRuntime(run, new Pass(run, inputs), own);
  }

  /** Whoever runs the containerd that answers. */
  private static Supervisor running(Root root) {
    boolean systemd = Files.isDirectory(root.at("/run/systemd/system"));
    return systemd
        ? Supervisors.of(SupervisorKind.SYSTEMD, root, _ -> List.of(), Time.SYSTEM)
        : new NoSupervisor();
  }

  private static void requireParts() {
    if (!Privileges.own().root()) {
      throw Failure.permanent(
              Code.HOST_NOT_ROOT, "build a machine image", "it does not run as root")
          .asException();
    }
    for (String program : List.of("containerd", "ctr")) {
      if (Programs.find(program).isEmpty()) {
        throw Failure.permanent(
                Code.HOST_COMMAND_MISSING, "run " + program, "it is not on the PATH")
            .asException();
      }
    }
  }

  /**
   * What the image itself says of its nodes: who builds it knows no cluster, so nothing need be
   * complete.
   */
  private static ResolvedConfig known(Root root, List<String> sources) throws InterruptedException {
    List<Path> files = Folders.list(root.at(CONFIG), "");
    if (sources.isEmpty() && files.isEmpty()) {
      return ResolvedConfig.EMPTY;
    }
    List<String> from = sources.isEmpty() ? List.of("file://" + root.at(CONFIG) + "/") : sources;
    return new ConfigResolver(PlanRun.userData()).look(from, null);
  }

  /** What follows from what is known. */
  Pass pass() {
    return pass;
  }

  /** Below which the image lies. */
  Root root() {
    return run.root();
  }

  /** Whether containerd is of our own. */
  boolean isOwn() {
    return own != null;
  }

  /** Starts it where it is of our own, and waits until it answers. */
  void start() throws InterruptedException {
    if (own != null) {
      var _ = own.start(pass.inputs.limits().runtime());
    }
  }

  @Override
  public void close() {
    pass.close();
    run.close();
    if (own != null) {
      own.close();
    }
    run.lock().close();
  }
}
