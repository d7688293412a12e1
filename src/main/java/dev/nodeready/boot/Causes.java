package dev.nodeready.boot;

import dev.nodeready.doctor.BehindFailure;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.supervise.Remedies;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of a step's failure what lies behind it, in the terms of where the boot runs. */
final class Causes implements UnaryOperator<Failure> {
  private static final Logger LOG = LoggerFactory.getLogger(Causes.class);

  private final Run run;
  private final UnaryOperator<String> remedies;

  /** For the failures of a run. */
  Causes(Run run) {
    this.run = run;
    remedies = new Remedies(run.root(), run.supervisor());
  }

  @Override
  public Failure apply(Failure failure) {
    return failure.mendedBy(remedies.apply(failure.remedy())).causedBy(behind(failure));
  }

  /** Looked for only now, so that a healthy boot loads nothing of it. */
  private List<Cause> behind(Failure failure) {
    try {
      return new BehindFailure(run.root(), run.options().criEndpoint(), run.supervisor(), remedies)
          .of(failure);
    } catch (RuntimeException | LinkageError e) {
      // The failure itself is what counts, and is told in any case.
      LOG.debug("What lies behind the failure is not known", e);
      return List.of();
    }
  }
}
