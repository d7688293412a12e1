package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Kubelet;
import dev.nodeready.config.kubelet.Findings;
import dev.nodeready.config.kubelet.KubeletRules;
import dev.nodeready.config.kubelet.Overridable;
import dev.nodeready.config.kubelet.Release;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.kubelet}. */
final class KubeletCheck {
  private final Report report;
  private final Validation.Facts facts;

  KubeletCheck(Report report, Validation.Facts facts) {
    this.report = report;
    this.facts = facts;
  }

  void check(Kubelet kubelet) {
    rules(kubelet);
    memory(kubelet.config().get("maxPods"));
    // Compiling loads the CEL library; most nodes have no expression.
    if (!kubelet.maxPodsExpression().isEmpty()) {
      new MaxPodsCheck(report).check(kubelet.maxPodsExpression());
    }
  }

  private void rules(Kubelet kubelet) {
    Map<String, @Nullable Object> config = kubelet.config();
    if (config.isEmpty() && kubelet.flags().isEmpty()) {
      return;
    }
    int minor = Release.of(facts.kubeletVersion());
    // Until the machine is looked at, nobody knows of drop-ins that set the same fields.
    Findings to =
        facts.othersDropIns() || !facts.last()
            ? new Overridable(report, "spec.kubelet.config")
            : report;
    if (minor < 0) {
      KubeletRules.checkAnyVersion(config, kubelet.flags(), facts.last(), to);
    } else {
      KubeletRules.check(config, kubelet.flags(), minor, to);
    }
  }

  private void memory(@Nullable Object maxPods) {
    if (!(maxPods instanceof Number number) || number.longValue() > Integer.MAX_VALUE) {
      return;
    }
    long reserved = (11 * number.longValue() + 255) << 20;
    if (facts.memoryBytes() > 0 && reserved > facts.memoryBytes()) {
      report.warn(
          "spec.kubelet.config.maxPods",
          number
              + " pods want "
              + (reserved >> 20)
              + " MiB reserved for kubelet, but the machine has "
              + (facts.memoryBytes() >> 20)
              + " MiB",
          "lower maxPods");
    }
  }
}
