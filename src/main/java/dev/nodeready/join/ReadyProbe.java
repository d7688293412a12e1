package dev.nodeready.join;

import dev.nodeready.api.NodeObject;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the Node of this boot is Ready by a heartbeat of this boot. */
public final class ReadyProbe implements Probe<NodeObject> {
  private final RegisteredProbe registered;
  private final ApiWatch watch;
  private final @Nullable Instant kubeletSince;
  private final KubeletLog log;

  /**
   * A probe.
   *
   * @param registered says whether the Node is there and ours
   * @param kubeletSince when kubelet started; null where nobody knows
   */
  public ReadyProbe(
      RegisteredProbe registered, ApiWatch watch, @Nullable Instant kubeletSince, KubeletLog log) {
    this.registered = registered;
    this.watch = watch;
    this.kubeletSince = kubeletSince;
    this.log = log;
  }

  @Override
  public Verdict<NodeObject> look(Duration atMost) throws InterruptedException {
    Verdict<NodeObject> verdict = registered.look(atMost);
    return verdict instanceof Verdict.Ready<NodeObject>(NodeObject node) ? judged(node) : verdict;
  }

  private Verdict<NodeObject> judged(NodeObject node) throws InterruptedException {
    NodeObject.Condition ready = node.ready();
    if (ready.isTrue() && isOfThisBoot(ready)) {
      return new Verdict.Ready<>(node);
    }
    return new Verdict.NotYet<>(ready.isTrue() ? stale(ready) : notReady(ready));
  }

  /** By kubelet's clock, which is ours, in whole seconds as the API keeps it. */
  private boolean isOfThisBoot(NodeObject.Condition ready) {
    Instant heartbeat = ready.heartbeat();
    return kubeletSince == null
        || watch.now().writtenHere()
        || (heartbeat != null && !heartbeat.isBefore(kubeletSince.truncatedTo(ChronoUnit.SECONDS)));
  }

  private Failure stale(NodeObject.Condition ready) {
    return failure(
        Code.JOIN_NOT_READY,
        "its last heartbeat, %s, is from before kubelet's start".formatted(ready.heartbeat()),
        "see kubelet's log: journalctl -u kubelet");
  }

  private Failure notReady(NodeObject.Condition ready) throws InterruptedException {
    Optional<String> sandbox = log.ofSandbox();
    if (sandbox.isPresent()) {
      return failure(
              Code.KUBELET_SANDBOX,
              "it is not Ready (%s), and pods do not start".formatted(words(ready)),
              "see what kubelet and the runtime say of it: journalctl -u kubelet -u containerd")
          .saying(sandbox.get());
    }
    return ready.message().contains("cni plugin not initialized")
        ? failure(
            Code.JOIN_NOT_READY,
            words(ready) + "; " + Cni.found(watch.place().root()),
            "see whether the pods of the network plugin run on this node: crictl ps; kubectl -n"
                + " kube-system get pods -o wide --field-selector spec.nodeName="
                + watch.place().node())
        : failure(
            Code.JOIN_NOT_READY, words(ready), "see kubectl describe node " + watch.place().node());
  }

  static String words(NodeObject.Condition ready) {
    return ready.status().isEmpty()
        ? "kubelet has not said yet whether it is Ready"
        : "%s: %s".formatted(ready.reason(), ready.message());
  }

  private Failure failure(Code code, String happened, String remedy) {
    return Failure.passing(
        code, "see node " + watch.place().node() + " become Ready", happened, remedy);
  }
}
