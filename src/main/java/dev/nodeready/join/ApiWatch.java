package dev.nodeready.join;

import dev.nodeready.api.ApiClient;
import dev.nodeready.api.ApiException;
import dev.nodeready.api.Kubeconfig;
import dev.nodeready.api.LeaseObject;
import dev.nodeready.api.NodeEvent;
import dev.nodeready.api.NodeObject;
import dev.nodeready.api.SigningRequest;
import dev.nodeready.api.Watcher;
import dev.nodeready.api.Who;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Ticks;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the API server beside kubelet, from kubelet's start on: whether it can be reached, who it
 * says we are, kubelet's request for a certificate, and the Node. What it has seen is at hand at
 * once when somebody asks; what stands in the way is told as it is now, and tried again with
 * growing pauses.
 */
public final class ApiWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("boot");

  /** After which a watch is begun anew: one whose other end is gone without a word looks alive. */
  private static final Duration WATCH = Duration.ofSeconds(10);

  /** How patient one is that somebody waits for. */
  private static final Rhythm AWAITED =
      new Rhythm(Duration.ofSeconds(40), ApiPauses.AWAITED, Duration.ZERO);

  /** How patient one is that goes on for as long as the node does. */
  private static final Rhythm RESIDENT =
      new Rhythm(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(1));

  /** Within which a watch tells what was there when it began. */
  private static final Duration BEGINNING = Duration.ofSeconds(1);

  /** At first, between two looks where a watch is forbidden and a look is not. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final KubeletPlace place;
  private final Rhythm rhythm;
  private final Time time;
  private final Credentials credentials;
  private final ApiPauses pauses;
  private final Signal signal = new Signal();
  private final Thread thread;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private volatile Sighting sighting = Sighting.NOTHING;
  private volatile boolean closed;
  private volatile @Nullable ApiClient client;
  private @Nullable Who who;
  private @Nullable String lastBoot;
  private final long started;
  private Duration watchFor = WATCH;

  /**
   * How often the API server hears of us where nothing happens.
   *
   * @param watch the longest
   * @param pause the longest behind calls that fail
   * @param look the shortest time between two looks where a watch is forbidden
   */
  private record Rhythm(Duration watch, Duration pause, Duration look) {}

  private ApiWatch(KubeletPlace place, Rhythm rhythm, Time time) {
    this.place = place;
    this.rhythm = rhythm;
    this.time = time;
    credentials = new Credentials(place, time);
    pauses = new ApiPauses(time, rhythm.pause());
    started = time.nanos();
    thread = Thread.ofPlatform().daemon().name("api").unstarted(this::run);
  }

  /** Begins to watch. */
  public static ApiWatch start(KubeletPlace place, Time time) {
    return start(place, AWAITED, time);
  }

  /** Begins to watch for as long as the node runs: nobody waits, and little is to be asked. */
  public static ApiWatch resident(KubeletPlace place, Time time) {
    return start(place, RESIDENT, time);
  }

  private static ApiWatch start(KubeletPlace place, Rhythm rhythm, Time time) {
    ApiWatch watch = new ApiWatch(place, rhythm, time);
    watch.thread.start();
    return watch;
  }

  /**
   * Somebody waits for what it sees. Until then no credential plugin is run, which may cost a
   * second of the CPU just when kubelet runs the same one.
   */
  public void want() {
    wanted.countDown();
  }

  /** What is known now. */
  public Sighting now() {
    return sighting;
  }

  /** Whether the API server tells of our node now. */
  public boolean answers() {
    return sighting.nodeKnown() && sighting.trouble() == null;
  }

  /** How far our clock is ahead of the API server's; empty before it has answered. */
  public Optional<Duration> clockAhead() {
    ApiClient asked = client;
    return asked == null ? Optional.empty() : asked.clockAhead();
  }

  /** Whose join it watches. */
  public KubeletPlace place() {
    return place;
  }

  /** Wakes when something else is known. */
  public Trigger trigger() {
    return signal;
  }

  /** kubelet has other credentials now: what goes on with the former ones is given up. */
  public void credentialsChanged() {
    thread.interrupt();
  }

  /** The Lease of our Node; empty where there is none, or it may not be read. */
  public Optional<LeaseObject> lease() throws InterruptedException {
    ApiClient asked = client;
    try {
      return asked == null ? Optional.empty() : asked.lease(place.node());
    } catch (ApiException | FailureException e) {
      return Optional.empty();
    }
  }

  /**
   * Tells the cluster of our node, beside what is watched.
   *
   * @param annotations of the Node, where null takes one away; empty leaves them alone
   * @return the event
   */
  NodeEvent announce(NodeEvent event, Map<String, @Nullable String> annotations)
      throws InterruptedException {
    tell(event);
    ApiClient asked = client;
    if (asked != null && !annotations.isEmpty()) {
      quietly(() -> asked.annotate(place.node(), annotations));
    }
    return event;
  }

  /** Tells the cluster of an event on our node, where it wants to hear of it. */
  public void tell(NodeEvent event) throws InterruptedException {
    ApiClient asked = client;
    if (asked != null) {
      quietly(() -> asked.tell(event));
    }
  }

  private interface Call {
    void run() throws ApiException, InterruptedException;
  }

  /** A cluster that does not want to hear of it is right. */
  private static void quietly(Call call) throws InterruptedException {
    try {
      call.run();
    } catch (ApiException | FailureException e) {
      LOG.debug("the cluster was not told: {}", e.getMessage());
    }
  }

  /** Whether the API server takes what kubelet asks for a certificate with. */
  public boolean bootstrapWorks() throws InterruptedException {
    return credentials.bootstrapWorks();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        long begun = time.nanos();
        look();
        pauses.afterTurn(begun);
      } catch (ApiException e) {
        troubled(e.failure(), e.retryAfter());
      } catch (FailureException e) {
        troubled(e.failure(), Duration.ZERO);
      } catch (InterruptedException e) {
        // Either it is closed, or there are other credentials.
        use(null);
      }
    }
    use(null);
  }

  private void use(@Nullable ApiClient next) {
    ApiClient former = client;
    client = next;
    if (former != null) {
      former.close();
    }
  }

  /** One turn: until the watch ends, or something stands in the way. */
  private void look() throws ApiException, InterruptedException {
    Kubeconfig config = credentials.now();
    if (config.user() instanceof Kubeconfig.User.Exec) {
      wanted.await();
    }
    boolean bootstrap = credentials.areBootstrap(config);
    ApiClient asked = client;
    if (asked == null || !asked.config().equals(config)) {
      asked = new ApiClient(config, place.environment(), time);
      use(asked);
      who = null;
      tell(seen -> seen.asking(config.server().toString(), bootstrap));
    }
    if (who == null) {
      Who told = asked.whoAmI();
      Instant expires = bootstrap ? null : asked.certificateExpiresAt();
      tell(seen -> seen.as(told, expires));
      who = told;
    }
    if (!bootstrap) {
      watchNode(asked);
    } else if (ClientCertificate.of(place).isEmpty()) {
      asked.watchSigningRequests(WATCH, new Requests());
    }
    // Else the certificate is there, and the kubeconfig that names it is about to be.
  }

  private void watchNode(ApiClient asked) throws ApiException, InterruptedException {
    try {
      Nodes nodes = new Nodes();
      asked.watchNode(place.node(), watchFor, nodes);
      nodes.ended();
      watchFor = Durations.doubled(watchFor, rhythm.watch());
    } catch (ApiException e) {
      watchFor = WATCH;
      if (e.status() != 403) {
        throw e;
      }
      NodeObject node = asked.node(place.node()).orElse(null);
      tell(seen -> seen.withNode(node, seen.writtenHere()));
      Duration tick = Ticks.after(LOOK, Duration.ofNanos(time.nanos() - started));
      time.sleep(tick.compareTo(rhythm.look()) < 0 ? rhythm.look() : tick);
    }
  }

  private void troubled(Failure failure, Duration atLeast) {
    if (Thread.interrupted()) {
      // It failed because of that.
      use(null);
      return;
    }
    Failure told = named(failure);
    tell(seen -> seen.troubled(told));
    ApiClient asked = client;
    try {
      pauses.afterFailure(failure, atLeast, asked == null ? null : asked.config().server());
    } catch (InterruptedException e) {
      // Other credentials may help at once; a close is seen by the loop.
      use(null);
    }
  }

  /** A node that is another one may do nothing here, whatever it was that it might not. */
  private Failure named(Failure failure) {
    Who we = who;
    if (failure.code() != Code.JOIN_FORBIDDEN || we == null || !we.isOtherNode(place.node())) {
      return failure;
    }
    return Failure.passing(
        Code.JOIN_IDENTITY_OF_ANOTHER_NODE,
        "join as node " + place.node(),
        "the API server says that these credentials are of %s: %s"
            .formatted(we.user(), failure.happened()),
        "give this node credentials of its own, or the name that they are for"
            + " (spec.bootstrap.nodeName); on EKS see the user name of its access entry or of"
            + " aws-auth");
  }

  private synchronized void tell(UnaryOperator<Sighting> change) {
    sighting = change.apply(sighting);
    signal.fire();
  }

  /** The Node of our name. */
  private final class Nodes implements Watcher<NodeObject> {
    private long openedAt;
    private boolean began;

    @Override
    public void opened() {
      openedAt = time.nanos();
      pauses.answered();
      // What was there before this watch most likely is still.
      tell(seen -> seen.withNode(seen.node(), seen.writtenHere()));
    }

    /** Nothing was told of the Node, so there is none. */
    void ended() {
      if (!began) {
        tell(seen -> seen.withNode(null, seen.writtenHere()));
      }
    }

    @Override
    public void seen(NodeObject node) {
      boolean there = !began && time.nanos() - openedAt < BEGINNING.toNanos();
      String before = lastBoot;
      boolean written = before == null ? !there : !before.equals(node.bootId());
      began = true;
      lastBoot = node.bootId();
      tell(seen -> seen.withNode(node, seen.writtenHere() || written));
    }

    @Override
    public void deleted(NodeObject node) {
      lastBoot = "";
      tell(seen -> seen.withNode(null, seen.writtenHere()));
    }
  }

  /** Requests for the certificate of our node; the latest is kubelet's of now. */
  private final class Requests implements Watcher<SigningRequest> {
    @Override
    public void opened() {
      pauses.answered();
    }

    @Override
    public void seen(SigningRequest request) {
      SigningRequest known = sighting.request();
      if (request.isFor(place.node()) && (known == null || !request.isBefore(known))) {
        tell(seen -> seen.withRequest(request));
      }
    }

    @Override
    public void deleted(SigningRequest request) {}
  }
}
