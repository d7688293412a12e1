package dev.nodeready.boot;

import dev.nodeready.doctor.BehindFailure;
import dev.nodeready.failure.Failure;
import dev.nodeready.supervise.Remedies;
import java.util.function.UnaryOperator;

/** Says of a step's failure what lies behind it, in the terms of where the boot runs. */
final class Causes implements UnaryOperator<Failure> {
  private final Run run;
  private final UnaryOperator<String> remedies;

  /** For the failures of a run. */
  Causes(Run run) {
    this.run = run;
    remedies = new Remedies(run.root(), run.supervisor());
  }

  @Override
  public Failure apply(Failure failure) {
    // Looks only now, so that a healthy boot loads nothing of it.
    return failure
        .mendedBy(remedies.apply(failure.remedy()))
        .causedBy(new BehindFailure(run.root(), run.supervisor(), remedies).of(failure));
  }
}
