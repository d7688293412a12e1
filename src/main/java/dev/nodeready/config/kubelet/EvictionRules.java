package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Eviction: signals, thresholds, and the grace period that each soft threshold needs. */
final class EvictionRules extends Rules {
  private static final String GRACE = "evictionSoftGracePeriod";

  EvictionRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    thresholds("evictionHard", false);
    thresholds("evictionSoft", false);
    thresholds("evictionMinimumReclaim", true);
    config.map(GRACE).forEach((signal, value) -> grace(String.valueOf(signal), text(value)));
    for (Object signal : config.map("evictionSoft").keySet()) {
      if (!config.map(GRACE).containsKey(signal) && signals().contains(String.valueOf(signal))) {
        refuseMember(
            "has no grace period, and kubelet exits",
            "set " + GRACE + ": {" + signal + ": 1m30s} too",
            "evictionSoft",
            String.valueOf(signal));
      }
    }
  }

  private List<String> signals() {
    List<String> known =
        new ArrayList<>(
            List.of(
                "memory.available",
                "nodefs.available",
                "nodefs.inodesFree",
                "imagefs.available",
                "imagefs.inodesFree",
                "pid.available",
                "allocatableMemory.available"));
    if (config.minor() >= 29) {
      known.add("containerfs.available");
      known.add("containerfs.inodesFree");
    }
    return known;
  }

  private boolean signal(String signal, String field) {
    if (signals().contains(signal)) {
      return true;
    }
    String near = Suggest.closest(signal, signals());
    refuseMember(
        Suggest.quote(signal) + " is no eviction signal, and kubelet exits on it",
        near == null ? "write one of " + Suggest.list(signals()) : Suggest.question(near),
        field,
        signal);
    return false;
  }

  private void thresholds(String field, boolean reclaim) {
    if (!says(field)) {
      return;
    }
    config
        .map(field)
        .forEach((signal, value) -> {
          String name = String.valueOf(signal);
          if (signal(name, field) && value instanceof String text) {
            String wrong = text.endsWith("%") ? percent(text, reclaim) : amount(text, reclaim);
            if (wrong != null) {
              refuseMember(wrong, "write one such as 10% or 500Mi", field, name);
            }
          }
        });
  }

  private static @Nullable String percent(String text, boolean reclaim) {
    String number = text.substring(0, text.length() - 1);
    Decimal value = Quantity.parse(number);
    if (value == null || !number.chars().allMatch(c -> c < 0x3a)) {
      return Suggest.quote(text) + " is no percentage, and kubelet exits on it";
    }
    boolean outside =
        reclaim ? value.signum() <= 0 : value.signum() < 0 || value.isAbove(Decimal.of(100));
    return outside ? text + " is not from 0% to 100%" : null;
  }

  private static @Nullable String amount(String text, boolean reclaim) {
    Decimal value = Quantity.parse(text);
    if (value == null) {
      String meant = Quantity.meant(text);
      return Suggest.quote(text)
          + " is no quantity, and kubelet exits on it"
          + (meant.isEmpty() ? "" : " (" + meant + "?)");
    }
    boolean tooSmall = reclaim ? value.signum() < 0 : value.signum() <= 0;
    return tooSmall ? text + " is not more than nothing" : null;
  }

  private void grace(String signal, String value) {
    if (!says(GRACE) || !signal(signal, GRACE) || value.isEmpty()) {
      return;
    }
    Long nanos = GoValues.nanos(value);
    if (nanos == null) {
      String meant = GoValues.withoutDays(value);
      refuseMember(
          Suggest.quote(value) + " is no duration, and kubelet exits on it",
          "write " + (meant == null ? "one such as 1m30s" : meant),
          GRACE,
          signal);
    } else if (nanos < 0) {
      refuseMember(value + " is negative", "write one such as 1m30s", GRACE, signal);
    }
  }
}
