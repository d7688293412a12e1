package dev.nodeready.join;

import dev.nodeready.api.ApiClient;
import dev.nodeready.api.ApiException;
import dev.nodeready.api.Kubeconfig;
import dev.nodeready.api.SigningRequest;
import dev.nodeready.api.Watcher;
import dev.nodeready.failure.FailureException;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.retry.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why kubelet's client certificate is not renewed: kubelet does not ask for another, or the cluster
 * does not issue it. The cluster is asked with the certificate itself, as long as it takes it.
 */
public final class Renewal {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Time time;

  /** By a clock. */
  public Renewal(Time time) {
    this.time = time;
  }

  /** What stands in the way, to be put behind the end of the certificate; empty where unknown. */
  public String trouble(KubeletPlace place) throws InterruptedException {
    if (!KubeletOnMachine.settings(place.root(), "").is("rotateCertificates")) {
      return ", and kubelet is not to renew it (rotateCertificates is false)";
    }
    SigningRequest request = lastRequest(place);
    return request == null
        ? ""
        : switch (request.state()) {
          case PENDING -> ", and kubelet's request " + request.name() + " is not approved";
          case APPROVED -> ", and kubelet's request " + request.name() + " is not signed";
          case DENIED, FAILED ->
              ", and kubelet's request " + request.name() + " was refused: " + request.words();
          case ISSUED -> "";
        };
  }

  private @Nullable SigningRequest lastRequest(KubeletPlace place) throws InterruptedException {
    Latest latest = new Latest(place.node());
    try (ApiClient asked =
        new ApiClient(
            Kubeconfig.read(place.root(), place.kubeconfig()), place.environment(), time)) {
      asked.watchSigningRequests(LOOK, latest);
    } catch (ApiException | FailureException e) {
      return null;
    }
    return latest.request;
  }

  private static final class Latest implements Watcher<SigningRequest> {
    private final String node;
    private @Nullable SigningRequest request;

    private Latest(String node) {
      this.node = node;
    }

    @Override
    public void opened() {}

    @Override
    public void seen(SigningRequest seen) {
      SigningRequest known = request;
      if (seen.isFor(node) && (known == null || !seen.isBefore(known))) {
        request = seen;
      }
    }

    @Override
    public void deleted(SigningRequest gone) {}
  }
}
