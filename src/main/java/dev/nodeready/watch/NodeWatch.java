package dev.nodeready.watch;

import dev.nodeready.api.NodeEvent;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.join.ApiWatch;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.join.Machine;
import dev.nodeready.join.NodeLoss;
import dev.nodeready.ready.Relay;
import dev.nodeready.retry.Time;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Node of this machine in its cluster: that it is there, and this machine's. Whoever watches it
 * can also tell the cluster, with kubelet's own rights.
 */
public final class NodeWatch implements Watched, Telling.Cluster {
  private final NodePlace place;
  private final Time time;

  /** Older news of a cluster that cannot be reached is no news any more. */
  private static final int MOST_UNTOLD = 20;

  private final Deque<NodeEvent> untold = new ArrayDeque<>();
  private Runnable bell = () -> {};
  private @Nullable Open open;

  private record Open(ApiWatch api, Relay relay, Machine machine) {
    void close() {
      relay.close();
      api.close();
    }
  }

  /** That of a machine. */
  public NodeWatch(NodePlace place, Time time) {
    this.place = place;
    this.time = time;
  }

  @Override
  public void ring(Runnable ring) {
    bell = ring;
  }

  @Override
  public Seen look() throws InterruptedException {
    KubeletPlace now = place.find();
    Open watching = open;
    if (watching != null && !watching.api().place().equals(now)) {
      close();
      watching = null;
    }
    if (watching == null) {
      // Before it has credentials it is no node yet, and a boot that waits for them tells.
      if (now.kubeconfig().isEmpty() || !Files.exists(now.root().at(now.kubeconfig()))) {
        return Seen.FINE;
      }
      watching = opened(now);
    }
    Optional<Failure> lost = NodeLoss.of(watching.api().now(), now, watching.machine());
    tellAll();
    return Seen.of(lost.stream().toList());
  }

  private Open opened(KubeletPlace at) {
    ApiWatch api = ApiWatch.resident(at, time);
    api.want();
    Open made = new Open(api, Relay.of(api.trigger(), bell), Machine.of(at.root()));
    open = made;
    return made;
  }

  /** Once the API server answers, if it does not yet; then it may refuse, and that is all. */
  @Override
  public void tell(boolean warning, String reason, String message) throws InterruptedException {
    try {
      String node = place.find().node();
      untold.add(new NodeEvent(node, warning, reason, message, time.now()));
    } catch (FailureException e) {
      // What is no node yet is nobody's news.
      return;
    }
    if (untold.size() > MOST_UNTOLD) {
      untold.removeFirst();
    }
    tellAll();
  }

  private void tellAll() throws InterruptedException {
    Open now = open;
    while (now != null && now.api().answers() && !untold.isEmpty()) {
      now.api().tell(untold.removeFirst());
    }
  }

  @Override
  public void close() {
    Open now = open;
    open = null;
    if (now != null) {
      now.close();
    }
  }
}
