package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig.Cluster;
import dev.nodeready.config.NodeConfig.Instance;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.config.NodeConfig.Volume;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.network.Marker;
import dev.nodeready.network.OutpostHosts;
import dev.nodeready.node.Applied;
import dev.nodeready.node.LocalDisks;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.node.Resolved;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.Trigger;
import dev.nodeready.ready.Verdict;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import dev.nodeready.systemd.Gates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what containerd and kubelet read. */
final class ConfigureSteps {
  private static final Duration DISKS_LIMIT = Duration.ofMinutes(5);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Its scripts are the user's, and may take as long as they like; no budget of ours counts it. */
  private static final Duration CLOUD_INIT_LIMIT = Duration.ofDays(1);

  private final Boot boot;

  ConfigureSteps(Boot boot) {
    this.boot = boot;
  }

  Outcome localDisks(Progress progress) throws InterruptedException {
    new FileStore(boot.root()).volatileCopy().apply(Marker.file());
    Instance instance = boot.config().instance();
    LocalStorage storage = instance.localStorage();
    String printed = LocalDisks.setUp(storage, boot.commands(), DISKS_LIMIT).strip();
    if (!instance.volumes().isEmpty()) {
      return new Outcome.Degraded(volumesAreNotSetUp(instance.volumes()));
    }
    if (LocalDisks.command(storage).isEmpty()) {
      return new Outcome.Skipped("no strategy is set");
    }
    return new Outcome.Changed(printed.isEmpty() ? storage.strategy() : printed);
  }

  /** Data that lands elsewhere than asked for must not pass in silence. */
  private static Failure volumesAreNotSetUp(List<Volume> volumes) {
    String wanted =
        volumes.stream()
            .map(volume -> volume.device() + " for " + String.join(", ", volume.mountTargets()))
            .collect(Collectors.joining("; "));
    return Failure.permanent(
        Code.HOST_VOLUMES_NOT_SET_UP,
        "set up spec.instance.storage.volumes (" + wanted + ")",
        "this version does not carry them out, so these folders stay where they lie",
        "mount them in the image, or by a mount unit that is ordered before containerd.service");
  }

  Outcome runtimeFiles(Progress progress) throws InterruptedException {
    Applied applied = boot.node().applyRuntime();
    if (applied.written().contains(Resolved.PATH)) {
      boot.supervisor().restart(NodeUnits.RESOLVED);
    }
    boot.gates().open(Gates.RUNTIME_CONFIG);
    return outcome(applied);
  }

  Outcome kubeletFiles(Progress progress) throws InterruptedException {
    boot.inputs().checkOnMachine().forEach(problem -> progress.note(problem.toLine()));
    Cluster cluster = boot.config().cluster();
    if (cluster.outpost()
        && new OutpostHosts(boot.root()).pin(cluster.apiServerEndpoint(), boot.total())) {
      progress.note("pinned the API server in /etc/hosts");
    }
    Applied applied = boot.node().applyAll();
    boot.node().desired().warnings().forEach(warning -> progress.note(warning.toLine()));
    boot.inputs().keep();
    boot.gates().open(Gates.CONFIG);
    if (boot.mayBeOutdated()) {
      boot.inputs().readAgain();
    }
    return outcome(applied);
  }

  /**
   * cloud-init's scripts may write configuration, so its sources are read again behind them.
   * Whatever changed is brought about, the runtime included, before kubelet is started.
   */
  Outcome cloudFinal(Progress progress) throws InterruptedException {
    if (!boot.options().besideCloudInit()) {
      return new Outcome.Skipped("only the daemon runs beside cloud-init");
    }
    if (!boot.gates().isOpen(Gates.CLOUD_FINAL)) {
      awaitCloudFinal();
    }
    if (!boot.inputs().resolvedAnew()) {
      return new Outcome.Unchanged("cloud-init is done, and the configuration is the same");
    }
    boot.node().forget();
    Outcome files = kubeletFiles(progress);
    RuntimeSteps runtime = new RuntimeSteps(boot);
    if (runtime.start(progress) instanceof Outcome.Changed) {
      runtime.await(progress);
      runtime.image(progress);
    }
    return files;
  }

  private void awaitCloudFinal() throws InterruptedException {
    Waiter waiter = new Waiter("cloud-init's last stage", TICK, TICK);
    Deadline deadline = Deadline.after(CLOUD_INIT_LIMIT, boot.time());
    try (Trigger trigger = boot.gates().watch(Gates.CLOUD_FINAL)) {
      waiter.await(this::lookAtCloudFinal, trigger, deadline);
    } finally {
      boot.apart(deadline.elapsed());
    }
  }

  private Verdict<String> lookAtCloudFinal(Duration atMost) {
    return boot.gates().isOpen(Gates.CLOUD_FINAL)
        ? new Verdict.Ready<>("done")
        : new Verdict.NotYet<>(
            Failure.passing(
                Code.HOST_CLOUD_INIT_PENDING,
                "see cloud-init end",
                "it has not run its last stage yet"));
  }

  private static Outcome outcome(Applied applied) {
    List<String> parts = new ArrayList<>();
    add(parts, "wrote", applied.written());
    add(parts, "removed", applied.removed());
    add(parts, "left alone, since it was edited by hand:", applied.left());
    String detail = String.join("; ", parts);
    return applied.changed()
        ? new Outcome.Changed(detail)
        : new Outcome.Unchanged(detail.isEmpty() ? "every file is as it has to be" : detail);
  }

  private static void add(List<String> parts, String what, List<String> paths) {
    if (!paths.isEmpty()) {
      parts.add(what + " " + String.join(", ", paths));
    }
  }
}
