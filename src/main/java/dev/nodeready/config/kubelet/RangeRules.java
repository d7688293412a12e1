package dev.nodeready.config.kubelet;

import java.util.List;
import java.util.Map;

/** Numbers and durations that kubelet takes only within bounds. */
final class RangeRules extends Rules {
  private static final long SECOND = 1_000_000_000L;
  private static final long ANY = Integer.MAX_VALUE;

  /**
   * A bound.
   *
   * @param since the version that first has it
   * @param zero whether 0 in the configuration means kubelet's default
   */
  private record Bound(String field, long least, long most, int since, boolean zero) {}

  private static final List<Bound> NUMBERS =
      List.of(
          new Bound("nodeLeaseDurationSeconds", 1, ANY, 0, true),
          new Bound("eventBurst", 0, ANY, 0, true),
          new Bound("eventRecordQPS", 0, ANY, 0, false),
          new Bound("healthzPort", 0, 65_535, 0, false),
          new Bound("imageGCHighThresholdPercent", 0, 100, 0, false),
          new Bound("imageGCLowThresholdPercent", 0, 100, 0, false),
          new Bound("iptablesDropBit", 0, 31, 0, false),
          new Bound("iptablesMasqueradeBit", 0, 31, 0, false),
          new Bound("kubeAPIBurst", 0, ANY, 0, true),
          new Bound("kubeAPIQPS", 0, ANY, 0, false),
          new Bound("nodeStatusMaxImages", -1, ANY, 0, false),
          new Bound("maxOpenFiles", 0, Long.MAX_VALUE, 0, true),
          new Bound("maxPods", 0, ANY, 0, true),
          new Bound("oomScoreAdj", -1000, 1000, 0, false),
          new Bound("podsPerCore", 0, ANY, 0, false),
          new Bound("port", 1, 65_535, 0, true),
          new Bound("readOnlyPort", 0, 65_535, 0, false),
          new Bound("registryBurst", 0, ANY, 0, true),
          new Bound("registryPullQPS", 0, ANY, 0, false),
          new Bound("maxParallelImagePulls", 1, ANY, 0, false),
          new Bound("containerLogMaxFiles", 2, ANY, 0, false),
          new Bound("containerLogMaxWorkers", 1, ANY, 30, false),
          new Bound("tracing.samplingRatePerMillion", 0, 1_000_000, 0, false),
          new Bound("userNamespaces.idsPerPod", 65_536, 0xffff_ffffL, 33, false));

  private static final List<Bound> TIMES =
      List.of(
          new Bound("cpuCFSQuotaPeriod", SECOND / 1000, SECOND, 0, false),
          new Bound("containerLogMonitorInterval", 3 * SECOND, Long.MAX_VALUE, 30, false),
          new Bound("imageMaximumGCAge", 0, Long.MAX_VALUE, 29, false),
          new Bound("imageMinimumGCAge", 0, Long.MAX_VALUE, 36, false),
          new Bound("syncFrequency", 1, Long.MAX_VALUE, 0, true));

  RangeRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    for (Bound bound : NUMBERS) {
      Long number = config.number(bound.field());
      if (number != null && isOutside(number, bound)) {
        refuse(
            "is " + number + ", which is not " + range(bound.least(), bound.most(), false),
            "write " + nearest(number, bound),
            bound.field());
      }
    }
    for (Bound bound : TIMES) {
      Long nanos = config.nanos(bound.field());
      if (nanos != null && isOutside(nanos, bound)) {
        refuse(
            "is "
                + GoValues.duration(nanos)
                + ", which is not "
                + range(bound.least(), bound.most(), true),
            "write " + GoValues.duration(nearest(nanos, bound)),
            bound.field());
      }
    }
    fraction();
    usersPerPod();
  }

  private boolean isOutside(long value, Bound bound) {
    boolean byDefault = value == 0 && bound.zero() && !config.isFlag(bound.field());
    return config.minor() >= bound.since()
        && !byDefault
        && (value < bound.least() || value > bound.most());
  }

  private static long nearest(long value, Bound bound) {
    return Math.clamp(value, bound.least(), bound.most());
  }

  private static String range(long least, long most, boolean times) {
    String from = times ? GoValues.duration(least) : String.valueOf(least);
    String to = times ? GoValues.duration(most) : String.valueOf(most);
    return most == ANY || most == Long.MAX_VALUE
        ? "at least " + from
        : "from " + from + " to " + to;
  }

  private void fraction() {
    Object factor = config.get("memoryThrottlingFactor");
    if (factor instanceof Number number
        && !(number.doubleValue() > 0 && number.doubleValue() <= 1)) {
      refuse(
          "is " + factor + ", which is not above 0 and at most 1",
          "write 0.9",
          "memoryThrottlingFactor");
    }
  }

  private void usersPerPod() {
    Map<?, ?> namespaces = config.map("userNamespaces");
    Long ids = Effective.whole(namespaces.get("idsPerPod"));
    if (ids != null && ids > 65_536 && ids % 65_536 != 0) {
      refuse(
          "is " + ids + ", which is no multiple of 65536",
          "write " + ids / 65_536 * 65_536,
          "userNamespaces.idsPerPod");
    }
  }
}
