package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Kubelet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.kubelet}. */
final class KubeletCheck {
  private static final String CONFIG = "spec.kubelet.config";

  private final Report report;
  private final Validation.Facts facts;

  KubeletCheck(Report report, Validation.Facts facts) {
    this.report = report;
    this.facts = facts;
  }

  void check(Kubelet kubelet) {
    config(kubelet.config());
    new KubeletFlagsCheck(report, facts.kubeletVersion()).check(kubelet.flags());
    // Compiling loads the CEL library; most nodes have no expression.
    if (!kubelet.maxPodsExpression().isEmpty()) {
      expression(kubelet.maxPodsExpression());
    }
  }

  private void expression(String text) {
    try {
      MaxPodsExpression.compile(text);
    } catch (IllegalArgumentException e) {
      report.strict(
          "spec.kubelet.maxPodsExpression",
          "does not compile, so the standard formula is used: " + e.getMessage(),
          "use default_enis, ips_per_eni and max_pods");
    }
  }

  private void config(Map<String, @Nullable Object> config) {
    for (String key : config.keySet()) {
      if (!KubeletFields.NAMES.contains(key)) {
        String near = Suggest.closest(key, KubeletFields.NAMES);
        report.strict(
            Paths.member(CONFIG, key),
            "kubelet has no setting " + Suggest.quote(key) + " and ignores it",
            near == null ? "" : Suggest.question(near));
      }
    }
    same(config, "kind", "KubeletConfiguration");
    same(config, "apiVersion", "kubelet.config.k8s.io/v1beta1");
    if (config.containsKey("maxPods")) {
      maxPods(config.get("maxPods"));
    }
  }

  private void same(Map<String, @Nullable Object> config, String key, String known) {
    if (config.containsKey(key) && !known.equals(config.get(key))) {
      report.error(CONFIG + "." + key, "is not what kubelet reads", "write " + known);
    }
  }

  private void maxPods(@Nullable Object value) {
    if (!(value instanceof Number number) || number.longValue() != number.doubleValue()) {
      report.error(CONFIG + ".maxPods", "is no whole number", "write one such as 110");
      return;
    }
    long pods = number.longValue();
    if (pods < 0 || pods > Integer.MAX_VALUE) {
      report.error(CONFIG + ".maxPods", pods + " pods cannot be", "write a number such as 110");
      return;
    }
    long reserved = (11 * pods + 255) << 20;
    if (facts.memoryBytes() > 0 && reserved > facts.memoryBytes()) {
      report.warn(
          CONFIG + ".maxPods",
          pods
              + " pods want "
              + (reserved >> 20)
              + " MiB reserved for kubelet, but the machine has "
              + (facts.memoryBytes() >> 20)
              + " MiB",
          "lower maxPods");
    }
  }
}
