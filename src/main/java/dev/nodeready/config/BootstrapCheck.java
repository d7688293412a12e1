package dev.nodeready.config;

import dev.nodeready.config.Bootstrap.Budgets;
import dev.nodeready.config.schema.Schema;
import dev.nodeready.config.schema.Type.Text;
import java.time.Duration;

/** Checks {@code spec.bootstrap}. */
final class BootstrapCheck {
  private static final String PATH = "spec.bootstrap.";

  private final Report report;

  BootstrapCheck(Report report) {
    this.report = report;
  }

  void check(Bootstrap bootstrap) {
    budgets(bootstrap.budgets());
    retry(bootstrap.retry());
    oneOf("join", bootstrap.join(), Schema.JOIN);
    oneOf("platform", bootstrap.platform(), Schema.PLATFORM);
    oneOf("sandboxMissing", bootstrap.sandboxMissing(), Schema.SANDBOX_MISSING);
    String image = bootstrap.sandboxImage();
    if (!image.isEmpty() && !ImageName.isReference(image)) {
      // nodeadm passes over it; kubelet registers the node, and its pods say why they do not start.
      report.strict(
          PATH + "sandboxImage",
          Suggest.quote(image) + " is no image reference",
          "write one such as registry.example/pause:3.10");
    }
    if (!bootstrap.nodeName().isEmpty() && !Words.isDnsName(bootstrap.nodeName())) {
      // The API server refuses to register it.
      report.error(
          PATH + "nodeName",
          Suggest.quote(bootstrap.nodeName()) + " cannot be the name of a node",
          "write a DNS name in small letters");
    }
    new IdentityCheck(report).check(bootstrap);
    new FleetCheck(report).check(bootstrap.fleet());
    for (int at = 0; at < bootstrap.archives().size(); at++) {
      // An archive that is not there is passed over.
      String path = Paths.item(PATH + "archives", at);
      AbsolutePath.check(bootstrap.archives().get(at), path, report::strict);
    }
  }

  /** nodeadm passes over it; the default holds then. */
  private void oneOf(String field, String value, Text type) {
    if (!value.isEmpty() && !type.knows(value)) {
      report.strict(
          PATH + field,
          Suggest.quote(value) + " is not known",
          "write " + Suggest.list(type.values()));
    }
  }

  private void budgets(Budgets budgets) {
    within("runtime", budgets.runtime(), budgets.total());
    within("image", budgets.image(), budgets.total());
    within("kubelet", budgets.kubelet(), budgets.total());
    within("join", budgets.join(), budgets.total());
  }

  private void within(String field, Duration part, Duration total) {
    if (part.compareTo(total) > 0) {
      report.warn(
          PATH + "budgets." + field,
          Durations.format(part)
              + " is more than the whole boot may take, "
              + Durations.format(total),
          "raise budgets.total or lower this one");
    }
  }

  /** nodeadm passes over it; what is out of bounds is moved to the nearest. */
  private void retry(Bootstrap.Pauses pauses) {
    if (pauses.longest().compareTo(pauses.first()) < 0) {
      report.strict(
          PATH + "retry.longest", "is shorter than retry.first", "make it at least as long");
    }
    if (!Schema.FACTOR.takes(pauses.factor())) {
      report.strict(PATH + "retry.factor", "is not from 1 to 100", "write 2, say");
    }
  }
}
