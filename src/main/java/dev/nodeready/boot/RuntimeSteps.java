package dev.nodeready.boot;

import dev.nodeready.containerd.Soci;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.ImageOutcome;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.systemd.Gates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the container runtime, proves that it answers, and makes sure of the sandbox image. */
final class RuntimeSteps {
  private final Boot boot;

  RuntimeSteps(Boot boot) {
    this.boot = boot;
  }

  Outcome start(Progress progress) throws InterruptedException {
    // containerd asks the snapshotter for its layers, so that one has to be right before.
    if (renewSnapshotter()) {
      progress.note("restarted " + NodeUnits.SOCI + ", since its configuration changed");
    }
    return boot.ensure(
        Daemon.CONTAINERD,
        () -> Optional.of(boot.endpoint()).filter(CriEndpoint::isTaken).map(CriEndpoint::toString));
  }

  /** One that does not run is left to containerd, which requires it. */
  private boolean renewSnapshotter() throws InterruptedException {
    Supervisor supervisor = boot.supervisor();
    if (!supervisor.manages() || !boot.node().wrote(Soci.CONFIG)) {
      return false;
    }
    UnitAction action = boot.node().actionFor(NodeUnits.SOCI, supervisor.run(NodeUnits.SOCI));
    if (action.kind() != UnitAction.Kind.RESTART) {
      return false;
    }
    supervisor.restart(NodeUnits.SOCI);
    boot.noteRunning(NodeUnits.SOCI);
    return true;
  }

  Outcome await(Progress progress) throws InterruptedException {
    RuntimeInfo info = boot.runtime(progress).await(progress);
    if (!boot.startsKubelet()) {
      // Else behind kubelet's start, which need not wait for it.
      boot.noteRuntime();
    }
    return new Outcome.Unchanged(describe(info));
  }

  private static String describe(RuntimeInfo info) {
    String what = info.name() + " " + info.version() + " answers";
    return info.networkReady()
        ? what
        : what + "; no pod network yet (" + info.networkReason() + ")";
  }

  /**
   * A node without a sandbox image starts no pod, but its kubelet joins: so it shows in the
   * cluster, and not only here.
   */
  Outcome image(Progress progress) throws InterruptedException {
    try {
      return ensureImage(progress);
    } catch (FailureException e) {
      Failure failure = e.failure();
      boolean missing = failure.permanent() && failure.code().area().equals("IMAGE");
      if (!missing || !boot.config().bootstrap().sandboxMissing().equals("degrade")) {
        throw e;
      }
      boot.gates().open(Gates.RUNTIME);
      return new Outcome.Degraded(failure);
    }
  }

  private Outcome ensureImage(Progress progress) throws InterruptedException {
    SandboxReference reference = reference(progress);
    boot.remember(reference);
    Outcome outcome =
        outcome(
            new Images(boot, progress)
                .ensure(reference, reference.image(), archives(reference.snapshotter())),
            progress);
    boot.gates().open(Gates.RUNTIME);
    return outcome;
  }

  /** Behind kubelet's start, which need not wait for it. */
  Outcome pin(Progress progress) throws InterruptedException {
    if (knowsNoPins(boot.runtime(progress).known(progress))) {
      return new Outcome.Skipped("containerd knows pinned images from 1.7 on");
    }
    SandboxReference reference = boot.sandbox();
    try {
      reference = reference == null ? reference(progress) : reference;
    } catch (FailureException e) {
      return new Outcome.Skipped("no image to pin is known: " + e.failure().happened());
    }
    return switch (new Images(boot, progress).pin(reference.image())) {
      case ImagePin.AlreadyPinned _ -> new Outcome.Unchanged(reference.image() + " is pinned");
      case ImagePin.Pinned _ -> new Outcome.Changed(reference.image());
      case ImagePin.NotPinned not ->
          new Outcome.Unchanged("it may be collected as garbage: " + not.because());
    };
  }

  private static boolean knowsNoPins(RuntimeInfo runtime) {
    ProgramVersion version = ProgramVersion.find(runtime.version());
    return runtime.name().equals("containerd") && version.known() && !version.atLeast(1, 7);
  }

  /** The one that the runtime uses; asking it needs a runtime that answers. */
  private SandboxReference reference(Progress progress) throws InterruptedException {
    RuntimeInfo info = boot.runtime(progress).known(progress);
    return SandboxReference.resolve(
        boot.config().bootstrap().sandboxImage(), info, boot.containerd()::dump);
  }

  /** The snapshotter SOCI has to unpack its own pause image, whatever else was asked for. */
  private List<Path> archives(String snapshotter) throws InterruptedException {
    List<String> archives = new ArrayList<>(boot.config().bootstrap().archives());
    if (snapshotter.equals(Soci.SNAPSHOTTER) && !archives.contains(Soci.PAUSE_ARCHIVE)) {
      archives.add(Soci.PAUSE_ARCHIVE);
    }
    return archives.stream().map(boot.root()::at).toList();
  }

  /** Pulls an image that nothing on this machine has. */
  Outcome pull(String image, Progress progress) throws InterruptedException {
    return outcome(
        new Images(boot, progress).ensure(reference(progress), image, List.of()), progress);
  }

  private static Outcome outcome(ImageOutcome image, Progress progress) {
    if (!image.warning().isEmpty()) {
      progress.note(image.warning());
    }
    return switch (image.how()) {
      case ImageOutcome.AlreadyThere _ ->
          new Outcome.Unchanged(image.reference() + " was there, no network used");
      case ImageOutcome.Imported imported ->
          new Outcome.Changed(image.reference() + " imported from " + imported.archive());
      case ImageOutcome.Pulled pulled ->
          new Outcome.Changed(
              image.reference()
                  + " pulled at attempt "
                  + pulled.attempts()
                  + " in "
                  + pulled.took().toMillis()
                  + " ms");
    };
  }
}
