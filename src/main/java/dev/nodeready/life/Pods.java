package dev.nodeready.life;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Sandboxes;
import dev.nodeready.cri.Sandboxes.Sandbox;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.identity.Identity;
import dev.nodeready.retry.Deadline;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * The pods that the runtime has. Each is tried once, one after another; one that is stuck costs its
 * time and is told.
 */
final class Pods implements Part {
  private static final Duration EACH = Duration.ofSeconds(30);

  /** For all: as many pods as a node has go in half of that. */
  private static final Duration ALL = Duration.ofMinutes(5);

  private final Site site;
  private final Duration each;

  Pods(Site site) {
    this(site, EACH);
  }

  Pods(Site site, Duration each) {
    this.site = site;
    this.each = each;
  }

  @Override
  public Found look() throws InterruptedException {
    if (!Files.exists(site.runtime().socket())) {
      return Identity.CONTAINERS.leftIn(site.root()).isEmpty() ? Found.NOTHING : asleep();
    }
    try (Sandboxes runtime = new Sandboxes(site.runtime())) {
      Deadline deadline = Deadline.after(ALL, site.time());
      return new Found(runtime.list().stream().map(sandbox -> removal(sandbox, deadline)).toList());
    }
  }

  private Found asleep() {
    Failure failure =
        Failure.passing(
            Code.CRI_POD_LEFT,
            "remove the pods that containerd has on disk",
            "nobody listens at " + site.runtime(),
            "start it, and go on: systemctl start containerd; nodeready reset --yes");
    return new Found(List.of(), List.of(), List.of(failure));
  }

  private Removal removal(Sandbox sandbox, Deadline deadline) {
    String what = "pod " + sandbox.name() + " (" + sandbox.id() + ")";
    return new Removal(Removal.How.REMOVE, what, () -> remove(sandbox, what, deadline));
  }

  private void remove(Sandbox sandbox, String what, Deadline deadline) throws InterruptedException {
    if (deadline.passed()) {
      throw left(what, "others took all of the time").asException();
    }
    try (Sandboxes runtime = new Sandboxes(site.runtime())) {
      runtime.remove(sandbox, each);
    } catch (FailureException e) {
      throw left(what, e.failure().happened()).asException(e);
    }
  }

  private static Failure left(String what, String happened) {
    return Failure.passing(Code.CRI_POD_LEFT, "remove " + what, happened);
  }
}
