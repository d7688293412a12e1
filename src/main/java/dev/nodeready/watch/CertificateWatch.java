package dev.nodeready.watch;

import dev.nodeready.api.Kubeconfig;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.join.ClientCertificate;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Renewal;
import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The client certificate that kubelet shows the API server: that it is renewed in time. kubelet
 * asks for another when 70 to 90 % of its time are gone ({@code
 * k8s.io/client-go/util/certificate}), so one that is older than that will most likely end.
 */
public final class CertificateWatch implements Watched {
  private static final int LATE_PERCENT = 92;

  private final NodePlace place;
  private final Renewal renewal;
  private final Time time;
  private final FileBell bell = new FileBell();
  private final Stamps stamps = new Stamps();
  private Optional<ClientCertificate> shown = Optional.empty();

  /** Where the certificate stands that the kubeconfig names; empty before that is known. */
  private String file = "";

  /**
   * That of a machine.
   *
   * @param renewal says why it is not renewed
   */
  public CertificateWatch(NodePlace place, Renewal renewal, Time time) {
    this.place = place;
    this.renewal = renewal;
    this.time = time;
  }

  @Override
  public void ring(Runnable ring) {
    bell.ring(ring);
  }

  @Override
  public Seen look() throws InterruptedException {
    KubeletPlace now = place.find();
    List<Path> files = files(now);
    bell.follow(files);
    if (stamps.renew(files)) {
      read(now);
    }
    return shown.isEmpty() ? Seen.FINE : judged(now, shown.get());
  }

  private void read(KubeletPlace now) {
    shown = Optional.empty();
    try {
      Optional<Kubeconfig.Material> given = ClientCertificate.given(now);
      file = given.map(Kubeconfig.Material::place).orElse("");
      shown = given.flatMap(material -> ClientCertificate.in(material.pem()));
    } catch (FailureException e) {
      // What it names may come, or be readable, without a change of the kubeconfig.
      stamps.forget();
    }
  }

  private List<Path> files(KubeletPlace place) {
    return Stream.of(place.kubeconfig(), place.certificate(), file)
        .filter(path -> !path.isEmpty())
        .distinct()
        .map(path -> place.root().at(path))
        .toList();
  }

  private Seen judged(KubeletPlace place, ClientCertificate certificate)
      throws InterruptedException {
    Instant now = time.now();
    if (!certificate.expires().isAfter(now)) {
      return Seen.of(
          List.of(
              failure(
                  Code.JOIN_CLIENT_CERTIFICATE_EXPIRED,
                  place,
                  "it ended at " + certificate.expires() + renewal.trouble(place))));
    }
    return late(certificate).isAfter(now)
        ? Seen.FINE
        : Seen.of(
            List.of(
                failure(
                    Code.JOIN_CLIENT_CERTIFICATE_ENDING,
                    place,
                    "it ends at " + certificate.expires() + renewal.trouble(place))));
  }

  private static Instant late(ClientCertificate certificate) {
    Duration whole = Duration.between(certificate.begins(), certificate.expires());
    return certificate.begins().plus(Durations.part(Durations.times(whole, LATE_PERCENT), 100));
  }

  private static Failure failure(Code code, KubeletPlace place, String happened) {
    return Failure.passing(
        code, "see the client certificate of node " + place.node() + " renewed", happened);
  }

  @Override
  public void close() {
    bell.close();
  }
}
