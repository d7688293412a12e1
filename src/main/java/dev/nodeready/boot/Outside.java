package dev.nodeready.boot;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.fleet.Publisher;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.fleet.Publisher.Wanted;
import dev.nodeready.logging.Redaction;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Listener;
import dev.nodeready.report.StatusFile;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Tells the outside of a run that is a boot; other runs are told to nobody but who started them.
 */
final class Outside implements Listener {
  private final BootPlan plan;
  private final StatusFile status;
  private final Publisher publisher;

  /**
   * For one run.
   *
   * @param beside runs what the boot does not wait for
   */
  Outside(BootPlan plan, StatusFile status, Executor beside) {
    this.plan = plan;
    this.status = status;
    publisher =
        new Publisher(plan.run().root(), status::record, this::wanted, Redaction::redact, beside);
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
        boolean console = plan.run().options().besideCloudInit();
        publisher.tellVerdict(status.record(), status.text(), occasion, console);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
