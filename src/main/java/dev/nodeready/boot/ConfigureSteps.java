package dev.nodeready.boot;

import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.host.FileStore;
import dev.nodeready.node.Applied;
import dev.nodeready.node.LocalDisks;
import dev.nodeready.node.Marker;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.node.Resolved;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.systemd.Gates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes what containerd and kubelet read. */
final class ConfigureSteps {
  private static final Duration DISKS_LIMIT = Duration.ofMinutes(5);

  private final Boot boot;

  ConfigureSteps(Boot boot) {
    this.boot = boot;
  }

  Outcome localDisks(Progress progress) throws InterruptedException {
    new FileStore(boot.root()).volatileCopy().apply(Marker.file());
    LocalStorage storage = boot.config().instance().localStorage();
    if (LocalDisks.command(storage).isEmpty()) {
      return new Outcome.Skipped("no strategy is set");
    }
    String printed = LocalDisks.setUp(storage, boot.commands(), DISKS_LIMIT).strip();
    return new Outcome.Changed(printed.isEmpty() ? storage.strategy() : printed);
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
    Applied applied = boot.node().applyAll();
    boot.node().desired().warnings().forEach(warning -> progress.note(warning.toLine()));
    boot.gates().open(Gates.CONFIG);
    return outcome(applied);
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
