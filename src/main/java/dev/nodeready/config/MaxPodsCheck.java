package dev.nodeready.config;

import dev.nodeready.config.MaxPodsExpression.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries {@code spec.kubelet.maxPodsExpression} on instance types from the smallest to the largest:
 * one that gives no number of pods there is passed over in silence on such a node.
 */
final class MaxPodsCheck {
  private static final String PATH = "spec.kubelet.maxPodsExpression";

  private record Sample(String type, long enis, long ips) {
    long maxPods() {
      return enis * (ips - 1) + 2;
    }
  }

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("t3.small", 3, 4),
          new Sample("t3.medium", 3, 6),
          new Sample("m5.large", 3, 10),
          new Sample("m5.xlarge", 4, 15),
          new Sample("m5.4xlarge", 8, 30),
          new Sample("m5.24xlarge", 15, 50));

  private final Report report;

  MaxPodsCheck(Report report) {
    this.report = report;
  }

  void check(String text) {
    MaxPodsExpression expression;
    try {
      expression = MaxPodsExpression.compile(text);
    } catch (IllegalArgumentException e) {
      report.strict(
          PATH,
          "does not compile, so the standard formula is used: " + e.getMessage(),
          "use default_enis, ips_per_eni and max_pods");
      return;
    }
    Map<Sample, Result.Refused> refused = new LinkedHashMap<>();
    for (Sample sample : SAMPLES) {
      if (expression.evaluate(sample.enis(), sample.ips(), sample.maxPods())
          instanceof Result.Refused no) {
        refused.put(sample, no);
      }
    }
    boolean onlyTooFew = refused.values().stream().allMatch(Result.Refused::isNumber);
    refused.entrySet().stream()
        .findFirst()
        .ifPresent(first ->
            refused(
                first.getKey(),
                first.getValue().because(),
                // Whoever subtracts some pods has no small instances in mind.
                onlyTooFew && refused.size() < SAMPLES.size()));
  }

  private void refused(Sample sample, String because, boolean mild) {
    String text =
        "for a "
            + sample.type()
            + " (default_enis "
            + sample.enis()
            + ", ips_per_eni "
            + sample.ips()
            + ", max_pods "
            + sample.maxPods()
            + ") "
            + because
            + ", so the standard formula is used there";
    String suggestion =
        "write one that gives 1 or more, such as max_pods > 20 ? max_pods - 10 : 10";
    if (mild) {
      report.warn(PATH, text, suggestion);
    } else {
      report.strict(PATH, text, suggestion);
    }
  }
}
