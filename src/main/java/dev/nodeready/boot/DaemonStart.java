package dev.nodeready.boot;

import dev.nodeready.plan.Outcome;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.Supervisor.Ensured;
import dev.nodeready.supervise.UnitAction;
import java.util.Optional;

/** The start of a daemon, as the steps tell of it. */
final class DaemonStart {
  private DaemonStart() {}

  /** What {@link dev.nodeready.node.LiveNode#ensure} has done. */
  static Outcome told(Daemon daemon, Optional<Ensured> ensured) {
    return ensured.isPresent()
        ? told(ensured.get())
        : new Outcome.Skipped(daemon.program() + " is someone else's to start");
  }

  private static Outcome told(Ensured ensured) {
    UnitAction action = ensured.wanted();
    return switch (ensured.action()) {
      case STARTED -> new Outcome.Changed("started");
      case RESTARTED -> new Outcome.Changed("restarted, " + action.because());
      case UNTOUCHED ->
          new Outcome.Unchanged(
              action.kind() == UnitAction.Kind.START
                  ? "on its way up already"
                  : "runs already, " + action.because());
    };
  }
}
