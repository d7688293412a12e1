package dev.nodeready.cri;

import dev.nodeready.cri.proto.ListPodSandboxRequest;
import dev.nodeready.cri.proto.NamespaceMode;
import dev.nodeready.cri.proto.PodSandbox;
import dev.nodeready.cri.proto.PodSandboxStatusRequest;
import dev.nodeready.cri.proto.RemovePodSandboxRequest;
import dev.nodeready.cri.proto.StopPodSandboxRequest;
import dev.nodeready.failure.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pods that a runtime has, to be taken away with their containers; images stay. */
public final class Sandboxes implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final CriConnection connection;

  /** Those of the runtime that listens there. */
  public Sandboxes(CriEndpoint endpoint) {
    connection = new CriConnection(endpoint);
  }

  /**
   * One pod.
   *
   * @param id of its sandbox
   * @param name with its namespace before it
   * @param onHostNetwork whether it has the machine's own network, as network plugins do
   */
  public record Sandbox(String id, String name, boolean onHostNetwork) {}

  /**
   * All of them, in the order in which they can go: those that network plugins run in last, since
   * the plugins are asked to take down the networks of the others.
   *
   * @throws FailureException when the runtime cannot be asked
   */
  public List<Sandbox> list() throws InterruptedException {
    List<Sandbox> all = new ArrayList<>();
    for (PodSandbox one : listed()) {
      all.add(
          new Sandbox(
              one.getId(),
              one.getMetadata().getNamespace() + "/" + one.getMetadata().getName(),
              isOnHostNetwork(one.getId())));
    }
    all.sort(Comparator.comparing(Sandbox::onHostNetwork).thenComparing(Sandbox::name));
    return List.copyOf(all);
  }

  private List<PodSandbox> listed() throws InterruptedException {
    return connection.call(client ->
        client
            .runtime(
                "list the pods",
                ANSWER,
                stub -> stub.listPodSandbox(ListPodSandboxRequest.getDefaultInstance()))
            .getItemsList());
  }

  /** One that is gone by now, or tells nothing of itself, needs no place in the order. */
  private boolean isOnHostNetwork(String id) throws InterruptedException {
    PodSandboxStatusRequest request =
        PodSandboxStatusRequest.newBuilder().setPodSandboxId(id).build();
    try {
      return connection.call(client ->
          client
                  .runtime("ask for a pod", ANSWER, stub -> stub.podSandboxStatus(request))
                  .getStatus()
                  .getLinux()
                  .getNamespaces()
                  .getOptions()
                  .getNetwork()
              == NamespaceMode.NODE);
    } catch (FailureException e) {
      return false;
    }
  }

  /**
   * Ends a pod's containers, takes its network down and removes it. It is tried once.
   *
   * @param limit for each of the two calls
   * @throws FailureException with what the runtime answered
   */
  public void remove(Sandbox sandbox, Duration limit) throws InterruptedException {
    StopPodSandboxRequest stop =
        StopPodSandboxRequest.newBuilder().setPodSandboxId(sandbox.id()).build();
    RemovePodSandboxRequest remove =
        RemovePodSandboxRequest.newBuilder().setPodSandboxId(sandbox.id()).build();
    var _ =
        connection.call(client -> {
          var _ = client.runtime("stop a pod", limit, stub -> stub.stopPodSandbox(stop));
          return client.runtime("remove a pod", limit, stub -> stub.removePodSandbox(remove));
        });
  }

  @Override
  public void close() {
    connection.close();
  }
}
