package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.List;

/** Images and logs: garbage collection, pulls, credentials, sizes. */
final class ImageRules extends Rules {
  private static final String HIGH = "imageGCHighThresholdPercent";
  private static final String LOW = "imageGCLowThresholdPercent";
  private static final String OLDEST = "imageMaximumGCAge";
  private static final String YOUNGEST = "imageMinimumGCAge";
  private static final String POLICY = "imagePullCredentialsVerificationPolicy";
  private static final String ALLOWED = "preloadedImagesVerificationAllowlist";
  private static final List<String> POLICIES =
      List.of(
          "NeverVerify",
          "NeverVerifyPreloadedImages",
          "NeverVerifyAllowlistedImages",
          "AlwaysVerify");

  ImageRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    thresholds();
    ages();
    pulls();
    credentials();
    logSize();
  }

  private void thresholds() {
    Long high = config.number(HIGH);
    Long low = config.number(LOW);
    if (high != null && low != null && high <= low && high >= 0 && low <= 100) {
      refuse(
          HIGH + " " + number(HIGH, high) + " must be larger than " + LOW + " " + number(LOW, low),
          high > 0 ? "set both, " + LOW + " to " + Math.max(0, high - 5) + " say" : "set both",
          HIGH,
          LOW);
    }
  }

  private String number(String field, long number) {
    return number + (says(field) ? "" : " (the default)");
  }

  private void ages() {
    Long oldest = config.nanos(OLDEST);
    Long youngest = config.nanos(YOUNGEST);
    if (oldest != null
        && youngest != null
        && oldest > 0
        && oldest <= youngest
        && config.minor() >= 29) {
      refuse(
          OLDEST
              + " "
              + GoValues.duration(oldest)
              + " must be longer than "
              + YOUNGEST
              + " "
              + GoValues.duration(youngest)
              + (says(YOUNGEST) ? "" : " (the default)"),
          "raise " + OLDEST + ", or lower " + YOUNGEST,
          OLDEST,
          YOUNGEST);
    }
    if (oldest != null
        && oldest != 0
        && config.minor() >= 29
        && !config.gate("ImageMaximumGCAge")
        && Table.gates().word("ImageMaximumGCAge", config.minor()) != null) {
      refuse("needs the feature gate ImageMaximumGCAge", "set it to true in featureGates", OLDEST);
    }
  }

  private void pulls() {
    Long most = config.number("maxParallelImagePulls");
    if (most != null && most > 1 && config.is("serializeImagePulls")) {
      refuse(
          "maxParallelImagePulls is " + most + ", but serializeImagePulls is true",
          "set serializeImagePulls to false",
          "serializeImagePulls",
          "maxParallelImagePulls");
    }
  }

  private void credentials() {
    String policy = config.text(POLICY);
    boolean allowed = !config.list(ALLOWED).isEmpty();
    if (config.minor() < 33 || (policy.isEmpty() && !allowed)) {
      return;
    }
    if (!config.gate("KubeletEnsureSecretPulledImages")) {
      refuse(
          "needs the feature gate KubeletEnsureSecretPulledImages, which is off",
          "set it to true in featureGates",
          POLICY,
          ALLOWED);
    } else if (!policy.isEmpty() && !POLICIES.contains(policy)) {
      refuse(
          Suggest.quote(policy) + " is none of " + Suggest.list(POLICIES),
          "write one of these",
          POLICY);
    } else if (allowed && !policy.equals("NeverVerifyAllowlistedImages")) {
      refuse(
          "holds only with " + POLICY + " NeverVerifyAllowlistedImages",
          "set that too",
          ALLOWED,
          POLICY);
    } else {
      patterns();
    }
  }

  private void patterns() {
    for (Object pattern : config.list(ALLOWED)) {
      String trouble = AllowedImage.trouble(text(pattern), config.minor());
      if (!trouble.isEmpty()) {
        refuse(
            Suggest.quote(text(pattern)) + ' ' + trouble + ", and kubelet exits on it",
            "write registry.example/team/app, or registry.example/team/* for all below",
            ALLOWED);
      }
    }
  }

  private void logSize() {
    String size = config.text("containerLogMaxSize");
    if (size.isEmpty() && !config.isFlag("containerLogMaxSize")) {
      return;
    }
    Decimal bytes = Quantity.parse(size);
    if (bytes == null) {
      refuse(
          Suggest.quote(size) + " is no quantity, and kubelet exits on it",
          Effective.quantityToWrite(size),
          "containerLogMaxSize");
    } else if (bytes.scale() > 0) {
      // Even where the fraction comes to whole bytes, as 1.5Gi does: Quantity.AsInt64 has none.
      refuse(
          Suggest.quote(size) + " is a fraction, which kubelet does not count in bytes, and exits",
          "write 10Mi, say",
          "containerLogMaxSize");
    } else if (bytes.signum() < 0) {
      doubt(
          size + " is negative, so logs are never rotated",
          "write 10Mi, say",
          "containerLogMaxSize");
    }
  }
}
