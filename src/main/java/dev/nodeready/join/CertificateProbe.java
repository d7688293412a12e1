package dev.nodeready.join;

import dev.nodeready.api.SigningRequest;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether kubelet has its client certificate, and how far its request for one has come. */
public final class CertificateProbe implements Probe<ClientCertificate> {
  private final ApiWatch watch;
  private final Supplier<Optional<Failure>> ended;
  private final Time time;

  /**
   * A probe.
   *
   * @param ended why kubelet will never get one, if so
   */
  public CertificateProbe(ApiWatch watch, Supplier<Optional<Failure>> ended, Time time) {
    this.watch = watch;
    this.ended = ended;
    this.time = time;
  }

  @Override
  public Verdict<ClientCertificate> look(Duration atMost) {
    Optional<Failure> never = ended.get();
    if (never.isPresent()) {
      return new Verdict.Never<>(never.get());
    }
    Optional<ClientCertificate> there = ClientCertificate.of(watch.place());
    if (there.isPresent() && there.get().expires().isAfter(time.now())) {
      return new Verdict.Ready<>(there.get());
    }
    return new Verdict.NotYet<>(missing(watch.now()));
  }

  private Failure missing(Sighting seen) {
    Failure trouble = seen.trouble();
    if (trouble != null) {
      return trouble;
    }
    SigningRequest request = seen.request();
    return request == null
        ? failure(
            Code.JOIN_CSR_ABSENT,
            "kubelet has not asked for one yet",
            Code.JOIN_CSR_ABSENT.remedy())
        : requested(request);
  }

  private Failure requested(SigningRequest request) {
    String name = "CertificateSigningRequest " + request.name();
    return switch (request.state()) {
      case PENDING ->
          failure(
              Code.JOIN_CSR_PENDING,
              "%s of %s is not approved yet".formatted(name, request.requestor()),
              "approve it (kubectl certificate approve "
                  + request.name()
                  + "), or let the group of the token be approved: ClusterRole"
                  + " system:certificates.k8s.io:certificatesigningrequests:nodeclient");
      case APPROVED ->
          failure(
              Code.JOIN_CSR_PENDING,
              name + " is approved and not signed yet",
              "see whether the signer runs: kube-controller-manager with"
                  + " --cluster-signing-cert-file and --cluster-signing-key-file");
      case ISSUED ->
          failure(
              Code.JOIN_CSR_PENDING,
              name + " is signed, and kubelet has not stored the certificate yet",
              "see kubelet's log: journalctl -u kubelet");
      case DENIED ->
          failure(
              Code.JOIN_CSR_DENIED,
              "%s was denied: %s".formatted(name, request.words()),
              "see who denied it and why: kubectl describe csr " + request.name());
      case FAILED ->
          failure(
              Code.JOIN_CSR_DENIED,
              "the signer could not sign %s: %s".formatted(name, request.words()),
              "see kubectl describe csr " + request.name());
    };
  }

  private Failure failure(Code code, String happened, String remedy) {
    return Failure.passing(
        code, "get a client certificate for node " + watch.place().node(), happened, remedy);
  }
}
