package dev.nodeready.doctor;

import dev.nodeready.api.ApiClient;
import dev.nodeready.api.ApiException;
import dev.nodeready.api.Kubeconfig;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.FailureException;
import dev.nodeready.join.KubeletPlace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far this machine's clock is from the API server's, by the date of an answer. */
final class ApiClock {
  private static final Duration NOTABLE = Duration.ofMinutes(1);

  /** Certificates and signed calls are taken for so long before and behind their time. */
  private static final Duration FATAL = Duration.ofMinutes(5);

  private ApiClock() {}

  /** By an answer to a call that shows no credentials, where no other call was answered. */
  static List<Finding> asked(Patient patient, KubeletPlace place)
      throws IOException, InterruptedException {
    String file =
        patient.has(place.kubeconfig()) || !place.bootstraps()
            ? place.kubeconfig()
            : place.bootstrapKubeconfig();
    Kubeconfig config = Kubeconfig.read(patient.root(), file).asNobody();
    try (ApiClient api = new ApiClient(config, place.environment(), patient.time())) {
      Optional<Instant> theirs = api.serverTime();
      Instant ours = patient.time().now();
      return theirs.isEmpty()
          ? List.of()
          : judged(ours, Duration.between(theirs.get(), ours), config.server().toString());
    } catch (ApiException | FailureException e) {
      // What keeps it from answering is found by others.
      return List.of();
    }
  }

  /**
   * Judges.
   *
   * @param apart how far ours is ahead
   */
  static List<Finding> judged(Instant ours, Duration apart, String server) {
    if (apart.abs().compareTo(NOTABLE) < 0) {
      return List.of();
    }
    return List.of(
        new Finding(
            Code.HOST_CLOCK_WRONG,
            apart.abs().compareTo(FATAL) < 0 ? Weight.WARNING : Weight.FAILURE,
            Confidence.SEEN,
            "this machine's clock is %d s %s the API server's"
                .formatted(apart.abs().toSeconds(), apart.isNegative() ? "behind" : "ahead of"),
            List.of(
                Evidence.of("this machine", ours.toString()),
                Evidence.of(server, ours.minus(apart).toString())),
            Code.HOST_CLOCK_WRONG.remedy()));
  }
}
