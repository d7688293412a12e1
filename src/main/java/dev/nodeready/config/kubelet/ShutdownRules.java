package dev.nodeready.config.kubelet;

/** Graceful shutdown: two periods, or one for each priority. */
final class ShutdownRules extends Rules {
  private static final long SECOND = 1_000_000_000L;
  private static final String ALL = "shutdownGracePeriod";
  private static final String CRITICAL = "shutdownGracePeriodCriticalPods";
  private static final String BY_PRIORITY = "shutdownGracePeriodByPodPriority";

  ShutdownRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    long all = nanos(ALL);
    long critical = nanos(CRITICAL);
    boolean on = config.gate("GracefulNodeShutdown");
    if (on) {
      if (critical > all) {
        refuse(
            CRITICAL
                + " "
                + shown(CRITICAL, critical)
                + " must not be longer than "
                + ALL
                + " "
                + shown(ALL, all),
            says(CRITICAL)
                ? "make one of them fit"
                : "set "
                    + CRITICAL
                    + " too, "
                    + GoValues.duration(all / 2 / SECOND * SECOND)
                    + " say",
            ALL,
            CRITICAL);
      }
      atLeastOneSecond(ALL, all);
      atLeastOneSecond(CRITICAL, critical);
    } else if (all > 0 || critical > 0) {
      refuse(
          "needs the feature gate GracefulNodeShutdown, which is off",
          "leave the gate on, or set " + ALL + " and " + CRITICAL + " to 0s",
          "featureGates",
          ALL,
          CRITICAL);
    }
    byPriority(all > 0 || critical > 0);
  }

  private long nanos(String field) {
    Long nanos = config.nanos(field);
    return nanos == null ? 0 : nanos;
  }

  private String shown(String field, long nanos) {
    return GoValues.duration(nanos) + (says(field) ? "" : " (not set here, so the default)");
  }

  private void atLeastOneSecond(String field, long nanos) {
    if (nanos < 0 || (nanos > 0 && nanos < SECOND)) {
      refuse(
          "is " + GoValues.duration(nanos) + ", but must be 0s or at least 1s",
          "write 1s, or 0s to switch it off",
          field);
    }
  }

  private void byPriority(boolean others) {
    if (config.list(BY_PRIORITY).isEmpty()) {
      return;
    }
    if (!config.gate("GracefulNodeShutdownBasedOnPodPriority")) {
      refuse(
          "needs the feature gate GracefulNodeShutdownBasedOnPodPriority, which is off",
          "leave the gate on",
          BY_PRIORITY);
    } else if (others) {
      refuse(
          "cannot stand beside "
              + ALL
              + " and "
              + CRITICAL
              + (config.minor() >= 34 ? ", which nodeadm's file sets" : ""),
          "set " + ALL + ": 0s and " + CRITICAL + ": 0s too",
          BY_PRIORITY);
    }
  }
}
