package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Root;
import dev.nodeready.network.BootInterfaces;
import dev.nodeready.network.Marker;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.Waiter;
import dev.nodeready.retry.Deadline;
import java.nio.file.Files;
import java.time.Duration;

/**
 * Says that network interfaces which come from here on are the CNI plugin's: behind cloud-init, as
 * nodeadm does, and before kubelet, whose pods have interfaces attached. The network helper that
 * reads it keeps what it decides, so that those of the boot have to be decided first.
 */
final class MarkerStep {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** A helper that gets no answer asks for longer; without the marker kubelet must not start. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Run run;
  private final Root root;

  MarkerStep(Run run) {
    this.run = run;
    root = run.root();
  }

  Outcome write(Progress progress) throws InterruptedException {
    if (run.options().rehearses()) {
      return new Outcome.Skipped("a rehearsal gets no interfaces");
    }
    if (Files.exists(root.at(Marker.PATH))) {
      return new Outcome.Unchanged("interfaces that come are the CNI plugin's");
    }
    if (cloudInitIsAtWork()) {
      progress.note(cloudInitPending().toLine());
    }
    awaitHelper(progress);
    new FileStore(root).volatileCopy().apply(Marker.file());
    return new Outcome.Changed("from here on, interfaces that come are the CNI plugin's");
  }

  /** Its generator makes the folder, and says in it where it is not to run. */
  private boolean cloudInitIsAtWork() {
    return Files.isDirectory(root.at("/run/cloud-init"))
        && !Files.exists(root.at("/run/cloud-init/disabled"))
        && !Files.exists(root.at("/run/cloud-init/result.json"));
  }

  private static Failure cloudInitPending() {
    return Failure.passing(
        Code.HOST_CLOUD_INIT_PENDING,
        "see cloud-init's result",
        "/run/cloud-init/result.json is not there: this is called by user data, or cloud-init has failed");
  }

  /** Where a helper never ends, a node with an odd interface is better than none. */
  private void awaitHelper(Progress progress) throws InterruptedException {
    BootInterfaces interfaces = new BootInterfaces(root);
    if (!run.supervisor().manages() || !interfaces.haveHelper()) {
      return;
    }
    try {
      new Waiter("the network helper", TICK, LOOK)
          .await(
              _ -> interfaces.look(run.supervisor()::comes),
              run.time()::sleep,
              Deadline.after(LIMIT, run.time()));
    } catch (FailureException e) {
      progress.note(e.failure().toLine());
    }
  }
}
