package dev.nodeready.boot;

import dev.nodeready.containerd.Soci;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.ImageListener;
import dev.nodeready.cri.ImageOutcome;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.node.LiveNode;
import dev.nodeready.node.NodeUnits;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.runtime.Images;
import dev.nodeready.runtime.RuntimeWait;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.systemd.Gates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts the container runtime, proves that it answers, and makes sure of the sandbox image. */
final class RuntimeSteps {
  private final Inputs inputs;
  private final LiveNode live;
  private final RuntimeWait runtime;
  private final Images images;
  private final Gates gates;
  private final boolean startsKubelet;
  private @Nullable SandboxReference sandbox;

  /**
   * Those that give a {@code runtime} that answers.
   *
   * @param startsKubelet whether starting kubelet is a step of this run
   */
  RuntimeSteps(
      Inputs inputs,
      LiveNode live,
      RuntimeWait runtime,
      Images images,
      Gates gates,
      boolean startsKubelet) {
    this.inputs = inputs;
    this.live = live;
    this.runtime = runtime;
    this.images = images;
    this.gates = gates;
    this.startsKubelet = startsKubelet;
  }

  Outcome start(Progress progress) throws InterruptedException {
    // containerd asks the snapshotter for its layers, so that one has to be right before.
    if (live.renewSnapshotter()) {
      progress.note("restarted " + NodeUnits.SOCI + ", since its configuration changed");
    }
    LiveNode.Taken taken =
        () ->
            Optional.of(runtime.endpoint()).filter(CriEndpoint::isTaken).map(CriEndpoint::toString);
    return DaemonStart.told(Daemon.CONTAINERD, live.ensure(Daemon.CONTAINERD, taken));
  }

  Outcome await(Progress progress) throws InterruptedException {
    RuntimeInfo info = runtime.await(progress::flapped);
    if (!startsKubelet) {
      // Else behind kubelet's start, which need not wait for it.
      live.noteRuntime();
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
      if (!missing || !inputs.config().bootstrap().sandboxMissing().equals("degrade")) {
        throw e;
      }
      gates.open(Gates.RUNTIME);
      return new Outcome.Degraded(failure);
    }
  }

  /** The same where a machine without it is of no use, as one that is baked. */
  Outcome ensureImage(Progress progress) throws InterruptedException {
    SandboxReference reference = images.sandbox(progress::flapped);
    sandbox = reference;
    Outcome outcome =
        ensure(reference, reference.image(), archives(reference.snapshotter()), progress);
    gates.open(Gates.RUNTIME);
    return outcome;
  }

  /** Behind kubelet's start, which need not wait for it. */
  Outcome pin(Progress progress) throws InterruptedException {
    if (!images.canBePinned(progress::flapped)) {
      return new Outcome.Skipped("containerd knows pinned images from 1.7 on");
    }
    SandboxReference reference = sandbox;
    try {
      reference = reference == null ? images.sandbox(progress::flapped) : reference;
    } catch (FailureException e) {
      return new Outcome.Skipped("no image to pin is known: " + e.failure().happened());
    }
    return switch (images.pin(reference.image())) {
      case ImagePin.AlreadyPinned _ -> new Outcome.Unchanged(reference.image() + " is pinned");
      case ImagePin.Pinned _ -> new Outcome.Changed(reference.image());
      case ImagePin.NotPinned not ->
          new Outcome.Unchanged("it may be collected as garbage: " + not.because());
    };
  }

  /** Archives that a boot looks for the sandbox image in, there or not. */
  List<Path> archives(FlapListener step) throws InterruptedException {
    return archives(images.sandbox(step).snapshotter());
  }

  /** The snapshotter SOCI has to unpack its own pause image, whatever else was asked for. */
  private List<Path> archives(String snapshotter) throws InterruptedException {
    List<String> archives = new ArrayList<>(inputs.config().bootstrap().archives());
    if (snapshotter.equals(Soci.SNAPSHOTTER) && !archives.contains(Soci.PAUSE_ARCHIVE)) {
      archives.add(Soci.PAUSE_ARCHIVE);
    }
    return archives.stream().map(inputs.root()::at).toList();
  }

  /** Pulls an image that nothing on this machine has. */
  Outcome pull(String image, Progress progress) throws InterruptedException {
    return ensure(images.sandbox(progress::flapped), image, List.of(), progress);
  }

  private Outcome ensure(
      SandboxReference reference, String image, List<Path> archives, Progress progress)
      throws InterruptedException {
    ImageOutcome outcome =
        images.ensure(reference, image, archives, new Telling(progress), progress::flapped);
    progress.resumed();
    return outcome(outcome, progress);
  }

  private record Telling(Progress progress) implements ImageListener {
    @Override
    public void attempted(int number) {
      progress.attempt();
    }

    @Override
    public void waiting(Failure because, Duration elapsed, Duration left) {
      progress.waiting("the next try at the sandbox image", because, elapsed, left);
    }

    @Override
    public void note(String text) {
      progress.note(text);
    }
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
