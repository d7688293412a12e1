package dev.nodeready.join;

import dev.nodeready.api.ApiClient;
import dev.nodeready.api.ApiException;
import dev.nodeready.api.Kubeconfig;
import dev.nodeready.api.Who;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Time;

/** What kubelet shows the API server: its own credentials, or what it asks for them with. */
record Credentials(KubeletPlace place, Time time) {
  /**
   * kubelet's own where they can be used, else those that it asks for them with.
   *
   * @throws FailureException with code {@code JOIN_KUBECONFIG}
   */
  Kubeconfig now() {
    if (!place.bootstraps()) {
      return own();
    }
    try {
      Kubeconfig own = own();
      return own.usableAt(time.now()) ? own : bootstrap();
    } catch (FailureException e) {
      return bootstrap();
    }
  }

  /** Whether they are those that kubelet asks with. */
  boolean areBootstrap(Kubeconfig config) {
    return config.file().equals(place.bootstrapKubeconfig());
  }

  /** Whether the API server takes those that kubelet asks with. */
  boolean bootstrapWorks() throws InterruptedException {
    Kubeconfig bootstrap;
    try {
      bootstrap = bootstrap();
    } catch (FailureException e) {
      return false;
    }
    try (ApiClient asked = new ApiClient(bootstrap, place.environment(), time)) {
      return !asked.whoAmI().equals(Who.UNTOLD);
    } catch (ApiException | FailureException e) {
      return false;
    }
  }

  private Kubeconfig own() {
    return Kubeconfig.read(place.root(), place.kubeconfig());
  }

  private Kubeconfig bootstrap() {
    return Kubeconfig.read(place.root(), place.bootstrapKubeconfig());
  }
}
