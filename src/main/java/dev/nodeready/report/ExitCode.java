package dev.nodeready.report;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Result;

/** Exit codes of the process; a contract, never renumbered. */
public final class ExitCode {
  /** Done. */
  public static final int DONE = 0;

  /** Failed, and trying again will not help. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** Done, but something needs a look. */
  public static final int DEGRADED = 3;

  /** Failed or stopped, and trying again may help. */
  public static final int RETRY = 75;

  /** The configuration is invalid. */
  public static final int CONFIG = 78;

  /**
   * Rights are given outside of the node and are seen late: no attempt of the same run meets them,
   * but a later run may.
   */
  private static final Code GIVEN_ELSEWHERE = Code.AWS_PERMISSION_DENIED;

  private ExitCode() {}

  /** The code for a plan that ended so. */
  public static int of(Result result) {
    return switch (result) {
      case Result.Succeeded _ -> DONE;
      case Result.Degraded _ -> DEGRADED;
      case Result.Failed failed -> of(failed.failure());
      case Result.Stopped _ -> RETRY;
    };
  }

  /** The code for a failure that ended a command. */
  public static int of(Failure failure) {
    if (failure.code().area().equals("CONFIG")) {
      return failure.permanent() ? CONFIG : RETRY;
    }
    if (failure.code() == Code.PLAN_UNKNOWN_STEP) {
      return USAGE;
    }
    return failure.permanent() && failure.code() != GIVEN_ELSEWHERE ? FAILED : RETRY;
  }
}
