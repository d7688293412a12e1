package dev.nodeready.systemd;

import dev.nodeready.failure.Failure;
import java.util.Optional;

/** Says why a unit will not come up by itself any more. */
public final class UnitFailure {
  private static final int LINES = 5;

  private UnitFailure() {}

  /**
   * Looks at the unit.
   *
   * @param codes that a failure of this unit has
   * @return empty while it runs, is on its way up, or has not been started yet; a unit that is not
   *     there or masked is a permanent failure, one that ended is worth another boot
   * @throws dev.nodeready.failure.FailureException with code {@code SYSTEMD_UNREACHABLE}
   * @throws InterruptedException when the boot is being stopped
   */
  public static Optional<Failure> of(Units units, String unit, UnitCodes codes)
      throws InterruptedException {
    UnitState state = units.state(unit);
    if (!state.load().equals("loaded")) {
      return Optional.of(notLoaded(state, unit, codes));
    }
    if (state.isActive() || state.isComing()) {
      return Optional.empty();
    }
    if (!state.conditionMet()) {
      return Optional.of(conditionFailed(unit, codes));
    }
    boolean ended = state.active().equals("failed") || !state.mainSince().isZero();
    return ended ? Optional.of(ended(units, state, unit, codes)) : Optional.empty();
  }

  private static Failure notLoaded(UnitState state, String unit, UnitCodes codes) {
    boolean masked = state.load().equals("masked");
    return Failure.permanent(
        masked ? codes.masked() : codes.missing(),
        "run " + unit,
        "systemd says that it is " + state.load(),
        masked ? "systemctl unmask " + unit : "install it, or look at systemctl status " + unit);
  }

  private static Failure conditionFailed(String unit, UnitCodes codes) {
    return Failure.passing(
        codes.condition(),
        "start " + unit,
        "a condition of the unit does not hold",
        "see which: systemctl status " + unit);
  }

  private static Failure ended(Units units, UnitState state, String unit, UnitCodes codes)
      throws InterruptedException {
    return Failure.passing(
            codes.failed(),
            "run " + unit,
            "it is " + state.words(),
            "mend what its last lines say: journalctl -u " + unit)
        .saying(String.join("\n", units.lastLines(unit, LINES)));
  }
}
