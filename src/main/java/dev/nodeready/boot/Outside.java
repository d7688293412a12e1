package dev.nodeready.boot;

import dev.nodeready.api.NodeEvent;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.failure.FailureException;
import dev.nodeready.fleet.Announcement;
import dev.nodeready.fleet.Publisher;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.fleet.Publisher.Wanted;
import dev.nodeready.logging.Redaction;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.StatusFile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the outside of a run that is a boot; of other runs nobody but who started them hears. */
final class Outside implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger("boot");

  private final BootPlan plan;
  private final StatusFile status;
  private final Publisher publisher;

  /**
   * For one run.
   *
   * @param begun what it is
   * @param beside runs what the boot does not wait for
   */
  Outside(BootPlan plan, Occasion begun, StatusFile status, Executor beside) {
    this.plan = plan;
    this.status = status;
    publisher =
        new Publisher(
            plan.run().root(), begun, status::record, this::wanted, Redaction::redact, beside);
  }

  private Optional<Wanted> wanted() {
    Duration given = plan.run().options().budgets().image();
    return plan.known()
        .map(config -> {
          Bootstrap said = config.bootstrap();
          return new Wanted(said.fleet(), given == null ? said.budgets().image() : given);
        });
  }

  @Override
  public void on(Event event) {
    if (plan.run().isBoot()) {
      publisher.on(event);
    }
  }

  /** Tells how it ended; a stop meanwhile ends that alone. */
  void tellVerdict(Occasion occasion) {
    if (plan.run().isBoot()) {
      try {
        BootRecord boot = status.record();
        publisher.show(boot, occasion, plan.run().options().besideCloudInit());
        announce(boot, occasion);
        publisher.tellProgram(boot, status.text(), occasion);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Only of a node that the cluster has, and that is this one. */
  private void announce(BootRecord boot, Occasion occasion) throws InterruptedException {
    boolean known = boot.joined() && boot.join().containsKey("registeredAt");
    if (!known || occasion != Occasion.BOOT) {
      return;
    }
    try {
      Announcement told = Announcement.of(boot, Redaction::redact);
      boolean annotate = wanted().map(w -> w.fleet().annotateNode()).orElse(false);
      Map<String, @Nullable String> annotations = annotate ? told.annotations() : Map.of();
      plan.pass()
          .joining
          .announce(
              node ->
                  new NodeEvent(
                      node, told.warning(), told.reason(), told.message(), boot.updatedAt()),
              annotations);
    } catch (FailureException e) {
      LOG.debug("the cluster was not told: {}", e.failure().toLine());
    }
  }
}
