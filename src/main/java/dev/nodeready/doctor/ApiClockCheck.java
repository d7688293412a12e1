package dev.nodeready.doctor;

import dev.nodeready.api.ApiClient;
import dev.nodeready.api.ApiException;
import dev.nodeready.api.Kubeconfig;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.join.KubeletPlace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How far this machine's clock is from the API server's, by the date of an answer. */
final class ApiClockCheck {
  private static final Duration NOTABLE = Duration.ofMinutes(1);

  /** Certificates and signed calls are taken for so long before and behind their time. */
  private static final Duration FATAL = Duration.ofMinutes(5);

  private ApiClockCheck() {}

  static Check check() {
    return new Check(
        "clock beside the API server's",
        Set.of(Code.HOST_CLOCK_WRONG),
        Need.NODE,
        ApiClockCheck::look);
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    KubeletPlace place = JoinCheck.place(patient);
    String file =
        patient.has(place.kubeconfig()) || !place.bootstraps()
            ? place.kubeconfig()
            : place.bootstrapKubeconfig();
    if (file.isEmpty()) {
      return Looked.not("kubelet is started without a kubeconfig");
    }
    Kubeconfig config = Kubeconfig.read(patient.root(), file).asNobody();
    try (ApiClient api = new ApiClient(config, place.environment(), patient.time())) {
      Optional<Instant> theirs = api.serverTime();
      return theirs.isEmpty()
          ? Looked.not("the API server does not say what time it is")
          : judged(patient.time().now(), theirs.get(), config.server().toString());
    } catch (ApiException e) {
      return Looked.not(e.failure().happened());
    }
  }

  /** Judges. */
  static Looked judged(Instant ours, Instant theirs, String server) {
    Duration apart = Duration.between(theirs, ours);
    if (apart.abs().compareTo(NOTABLE) < 0) {
      return Looked.FINE;
    }
    return Looked.found(
        new Finding(
            Code.HOST_CLOCK_WRONG,
            apart.abs().compareTo(FATAL) < 0 ? Weight.WARNING : Weight.FAILURE,
            Confidence.SEEN,
            "this machine's clock is %d s %s the API server's"
                .formatted(apart.abs().toSeconds(), apart.isNegative() ? "behind" : "ahead of"),
            List.of(
                Evidence.of("this machine", ours.toString()),
                Evidence.of(server, theirs.toString())),
            Code.HOST_CLOCK_WRONG.remedy()));
  }
}
