package dev.nodeready.boot;

import dev.nodeready.config.NodeConfig.Cluster;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.network.OutpostHosts;
import dev.nodeready.node.Applied;
import dev.nodeready.node.LiveNode;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.report.Version;
import dev.nodeready.systemd.Gates;
import java.util.ArrayList;
import java.util.List;

/** Writes what containerd and kubelet read. */
final class ConfigureSteps {
  private final Inputs inputs;
  private final WantedNode wanted;
  private final LiveNode live;
  private final DiskSetup disks;
  private final Gates gates;
  private final boolean besideCloudInit;

  /** Those that make {@code live} what is {@code wanted}. */
  ConfigureSteps(
      Inputs inputs,
      WantedNode wanted,
      LiveNode live,
      DiskSetup disks,
      Gates gates,
      boolean besideCloudInit) {
    this.inputs = inputs;
    this.wanted = wanted;
    this.live = live;
    this.disks = disks;
    this.gates = gates;
    this.besideCloudInit = besideCloudInit;
  }

  Outcome localDisks(Progress progress) throws InterruptedException {
    return disks.run(inputs, progress);
  }

  Outcome runtimeFiles(Progress progress) throws InterruptedException {
    Applied applied = live.applyPart(wanted.known());
    gates.open(Gates.RUNTIME_CONFIG);
    return outcome(applied, inputs.root());
  }

  Outcome kubeletFiles(Progress progress) throws InterruptedException {
    inputs.checkOnMachine().forEach(problem -> progress.note(problem.toLine()));
    Cluster cluster = inputs.config().cluster();
    if (cluster.outpost()
        && new OutpostHosts(inputs.root())
            .pin(cluster.apiServerEndpoint(), inputs.limits().total())) {
      progress.note("pinned the API server in /etc/hosts");
    }
    Applied applied = live.applyAll(wanted.desired());
    wanted.desired().warnings().forEach(warning -> progress.note(warning.toLine()));
    inputs.keep(Version.number());
    gates.open(Gates.CONFIG);
    if (besideCloudInit && inputs.readBeforeCloudInitEnded()) {
      inputs.readAgain();
    }
    return outcome(applied, inputs.root());
  }

  /** Both, for a run that they are not part of. */
  Outcome allFiles(Progress progress) throws InterruptedException {
    Outcome runtime = runtimeFiles(progress);
    Outcome kubelet = kubeletFiles(progress);
    return new Outcome.Changed(runtime.detail() + "; " + kubelet.detail());
  }

  /** Below another root than the machine's, that is said: the paths are those of a machine. */
  private static Outcome outcome(Applied applied, Root root) {
    List<String> parts = new ArrayList<>();
    add(parts, "wrote", applied.written());
    add(parts, "removed", applied.removed());
    add(parts, "left alone, since it was edited by hand:", applied.left());
    boolean elsewhere = !parts.isEmpty() && !root.equals(Root.MACHINE);
    String detail = String.join("; ", parts) + (elsewhere ? ", below " + root.folder() : "");
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
