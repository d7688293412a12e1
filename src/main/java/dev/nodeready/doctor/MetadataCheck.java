package dev.nodeready.doctor;

import dev.nodeready.aws.Imds;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.FailureException;
import dev.nodeready.platform.Firmware;
import dev.nodeready.retry.RetryPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * Whether the metadata service answers, and gives the node's role: only on a machine whose firmware
 * says that it is an instance, or whose environment names such a service.
 */
final class MetadataCheck {
  private static final String ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  private static final RetryPolicy ONCE =
      RetryPolicy.doubling(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofMillis(400));

  private MetadataCheck() {}

  static Check check() {
    return new Check(
        "metadata service",
        Set.of(
            Code.AWS_IMDS_ABSENT,
            Code.AWS_IMDS_BAD_ANSWER,
            Code.AWS_IMDS_DISABLED,
            Code.AWS_IMDS_ENDPOINT,
            Code.AWS_IMDS_REFUSED,
            Code.AWS_IMDS_UNREACHABLE),
        Need.NOTHING,
        MetadataCheck::look);
  }

  private static Looked look(Patient patient) throws InterruptedException {
    boolean named = !patient.environment().getOrDefault(ENDPOINT, "").isBlank();
    if (!named && !Firmware.isInstance(patient.root())) {
      return Looked.not("the firmware does not say that this is an instance of EC2");
    }
    Imds imds = new Imds(patient.environment(), ONCE, patient.time());
    try {
      imds.identity();
      imds.getWaiting("/latest/meta-data/iam/security-credentials/");
      return Looked.FINE;
    } catch (FailureException e) {
      return Looked.found(Finding.of(e.failure(), Weight.FAILURE, "metadata service"));
    }
  }
}
