package dev.nodeready.cri;

import dev.nodeready.cri.proto.LinuxPodSandboxConfig;
import dev.nodeready.cri.proto.LinuxSandboxSecurityContext;
import dev.nodeready.cri.proto.NamespaceMode;
import dev.nodeready.cri.proto.NamespaceOption;
import dev.nodeready.cri.proto.PodSandboxConfig;
import dev.nodeready.cri.proto.PodSandboxMetadata;
import dev.nodeready.cri.proto.RemovePodSandboxRequest;
import dev.nodeready.cri.proto.RunPodSandboxRequest;
import dev.nodeready.cri.proto.StopPodSandboxRequest;
import java.time.Duration;

/**
 * One pod sandbox on the host's network, run and removed: the proof that the runtime can do with
 * the sandbox image what kubelet will ask of it. Needs no pod network.
 */
public final class PodSandbox {
  private final CriEndpoint endpoint;
  private final String name;

  /**
   * A sandbox to try.
   *
   * @param name of the pod and, with a slash before it, of the control group above it
   */
  public PodSandbox(CriEndpoint endpoint, String name) {
    this.endpoint = endpoint;
    this.name = name;
  }

  /**
   * Runs the sandbox, stops it and removes it.
   *
   * @param limit for each of the three calls
   * @throws dev.nodeready.failure.FailureException with what the runtime answered
   * @throws InterruptedException when the boot is being stopped
   */
  public void runAndRemove(Duration limit) throws InterruptedException {
    try (CriClient client = CriClient.dial(endpoint)) {
      String id =
          client
              .runtime("run a pod sandbox", limit, stub -> stub.runPodSandbox(request()))
              .getPodSandboxId();
      StopPodSandboxRequest stop = StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build();
      client.runtime("stop the pod sandbox", limit, stub -> stub.stopPodSandbox(stop));
      RemovePodSandboxRequest remove =
          RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build();
      client.runtime("remove the pod sandbox", limit, stub -> stub.removePodSandbox(remove));
    }
  }

  private RunPodSandboxRequest request() {
    return RunPodSandboxRequest.newBuilder()
        .setConfig(
            PodSandboxConfig.newBuilder()
                .setMetadata(
                    PodSandboxMetadata.newBuilder()
                        .setName(name)
                        .setUid(name)
                        .setNamespace("nodeready"))
                .setLinux(linux()))
        .build();
  }

  private LinuxPodSandboxConfig linux() {
    NamespaceOption namespaces =
        NamespaceOption.newBuilder()
            .setNetwork(NamespaceMode.NODE)
            .setPid(NamespaceMode.CONTAINER)
            .build();
    return LinuxPodSandboxConfig.newBuilder()
        .setCgroupParent("/" + name)
        .setSecurityContext(
            LinuxSandboxSecurityContext.newBuilder().setNamespaceOptions(namespaces))
        .build();
  }
}
