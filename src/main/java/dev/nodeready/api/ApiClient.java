package dev.nodeready.api;

import dev.nodeready.config.json.Json;
import dev.nodeready.net.CallException;
import dev.nodeready.net.Http;
import dev.nodeready.net.ProxyChoice;
import dev.nodeready.retry.Time;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server of one kubeconfig, as its user. Each call is one attempt, on the connection
 * of the one before it where that is still good: when to try again is the caller's. All that it
 * changes in the cluster is what a node may say of itself.
 */
public final class ApiClient implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final Duration CONNECT = Duration.ofSeconds(4);
  private static final Duration ANSWER = Duration.ofSeconds(8);

  /** The largest Node that etcd takes is 1.5 MiB. */
  private static final int LONGEST = 4 << 20;

  /** Behind the end that the server was asked to make, that it may be the one to end a watch. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Kubeconfig config;
  private final Map<String, String> environment;
  private final Time time;
  private final Duration answer;
  private volatile @Nullable Session session;
  private volatile @Nullable Duration clockAhead;

  /**
   * A client of one kubeconfig.
   *
   * @param environment that kubelet has: its proxies, and what its credential plugin needs
   */
  public ApiClient(Kubeconfig config, Map<String, String> environment, Time time) {
    this(config, environment, time, ANSWER);
  }

  /**
   * One with another limit.
   *
   * @param answer of a whole call
   */
  ApiClient(Kubeconfig config, Map<String, String> environment, Time time, Duration answer) {
    this.answer = answer;
    this.config = config;
    this.environment = Map.copyOf(environment);
    this.time = time;
  }

  /** Ends the connection that is kept for the next call, if any; it may be asked again. */
  @Override
  public void close() {
    Session now = session;
    if (now != null) {
      now.http().close();
    }
  }

  /** Whom it asks. */
  public Kubeconfig config() {
    return config;
  }

  /**
   * How far our clock is ahead of the server's, by its latest answer; empty before there is one.
   */
  public Optional<Duration> clockAhead() {
    return Optional.ofNullable(clockAhead);
  }

  /** When the certificate that it shows ends; null where it shows none, or none yet. */
  public @Nullable Instant certificateExpiresAt() throws ApiException, InterruptedException {
    return session().certificateExpiresAt();
  }

  /**
   * Who the API server says we are; {@link Who#UNTOLD} where it is too old to say, or may not.
   *
   * @throws ApiException when it does not know us, or cannot be asked
   */
  public Who whoAmI() throws ApiException, InterruptedException {
    String body = "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}";
    String path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    Http.Answer answer = send("POST", path, JSON, body);
    return switch (answer.status()) {
      case 200, 201 -> Who.of(parsed(answer.text(), path));
      case 403, 404 -> Who.UNTOLD;
      default -> throw answered(path, answer);
    };
  }

  /**
   * The Node of a name; empty where there is none.
   *
   * @throws ApiException when that cannot be told
   */
  public Optional<NodeObject> node(String name) throws ApiException, InterruptedException {
    return read("/api/v1/nodes/" + escaped(name)).map(NodeObject::of);
  }

  /**
   * The Lease of a node; empty where there is none.
   *
   * @throws ApiException when that cannot be told
   */
  public Optional<LeaseObject> lease(String name) throws ApiException, InterruptedException {
    return read("/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/" + escaped(name))
        .map(LeaseObject::of);
  }

  /**
   * Watches the Node of a name until the server ends it; begins with the Node as it is, so that one
   * that broke off can be begun anew without missing anything.
   *
   * @param limit after which the server is to end it
   * @throws ApiException when it could not begin, or broke off
   */
  public void watchNode(String name, Duration limit, Watcher<NodeObject> watcher)
      throws ApiException, InterruptedException {
    String selector = escaped("metadata.name=" + name);
    watch("/api/v1/nodes?fieldSelector=" + selector, limit, watcher, NodeObject::of);
  }

  /**
   * Watches the requests for kubelets' client certificates until the server ends it.
   *
   * @param limit after which the server is to end it
   * @throws ApiException when it could not begin, or broke off
   */
  public void watchSigningRequests(Duration limit, Watcher<SigningRequest> watcher)
      throws ApiException, InterruptedException {
    String selector = escaped("spec.signerName=kubernetes.io/kube-apiserver-client-kubelet");
    watch(
        "/apis/certificates.k8s.io/v1/certificatesigningrequests?fieldSelector=" + selector,
        limit,
        watcher,
        SigningRequest::of);
  }

  /**
   * Tells of a node among the cluster's events.
   *
   * @throws ApiException when that is not taken
   */
  public void tell(NodeEvent event) throws ApiException, InterruptedException {
    write("POST", NodeEvent.PATH, JSON, event.json());
  }

  /**
   * Writes annotations on the Node of a name; null takes one away.
   *
   * @throws ApiException when that is not taken
   */
  public void annotate(String name, Map<String, @Nullable String> annotations)
      throws ApiException, InterruptedException {
    String body = Json.compact(Map.of("metadata", Map.of("annotations", annotations)));
    String path = "/api/v1/nodes/" + escaped(name) + "?fieldManager=nodeready";
    write("PATCH", path, "application/merge-patch+json", body);
  }

  private void write(String method, String path, String type, String body)
      throws ApiException, InterruptedException {
    Http.Answer answer = send(method, path, type, body);
    if (answer.status() / 100 != 2) {
      throw answered(path, answer);
    }
  }

  /** What time it is for the server, whoever it is; empty where it does not say. */
  public Optional<Instant> serverTime() throws ApiException, InterruptedException {
    Session now = session();
    return Optional.ofNullable(new CallTrouble(config, now.trust(), time).serverTime(proxyInUse()));
  }

  private <T> void watch(
      String path, Duration limit, Watcher<T> watcher, Function<Fields, T> reading)
      throws ApiException, InterruptedException {
    String full = path + "&watch=true&timeoutSeconds=" + limit.toSeconds();
    WatchLines<T> lines = new WatchLines<>(watcher, reading);
    Duration silence = limit.plus(GRACE);
    Http.Bounds bounds = new Http.Bounds(CONNECT, silence, silence.plus(answer), LONGEST);
    Session now = session();
    Http.Request request = request("GET", full, JSON, "", now.presented());
    try {
      Http.Answer answer = now.http().follow(request, bounds, proxy(), lines);
      if (answer.status() != 200) {
        throw answered(path, answer);
      }
    } catch (CallException e) {
      throw unanswered(now, e);
    }
    lines.throwError(config, path);
  }

  private Optional<Fields> read(String path) throws ApiException, InterruptedException {
    Http.Answer answer = send("GET", path, JSON, "");
    return switch (answer.status()) {
      case 200 -> Optional.of(parsed(answer.text(), path));
      case 404 -> Optional.empty();
      default -> throw answered(path, answer);
    };
  }

  private Http.Answer send(String method, String path, String type, String body)
      throws ApiException, InterruptedException {
    Session now = session();
    Http.Bounds bounds = new Http.Bounds(CONNECT, answer, answer, LONGEST);
    try {
      Http.Answer told =
          now.http().send(request(method, path, type, body, now.presented()), bounds, proxy());
      Instant theirs = ServerDate.of(told);
      clockAhead = theirs == null ? clockAhead : Duration.between(theirs, time.now());
      return told;
    } catch (CallException e) {
      throw unanswered(now, e);
    }
  }

  /** Of a body of that type; one that is empty has none. */
  private Http.Request request(
      String method, String path, String type, String body, Presented presented) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", JSON);
    headers.put("User-Agent", "nodeready");
    if (!body.isEmpty()) {
      headers.put("Content-Type", type);
    }
    if (!presented.token().isEmpty()) {
      headers.put("Authorization", "Bearer " + presented.token());
    }
    return new Http.Request(method, at(path), headers, body);
  }

  /** A server's URL may have a path of its own, as behind Rancher's proxy. */
  private URI at(String path) {
    return URI.create(config.server().toString().replaceFirst("/+$", "") + path);
  }

  private @Nullable URI proxy() throws CallException {
    URI own = config.proxy();
    return own != null ? own : new ProxyChoice(environment).proxyFor(config.server());
  }

  private Session session() throws ApiException, InterruptedException {
    Session now = session;
    if (now == null || now.ended(time.now())) {
      now =
          now == null
              ? Session.begin(config, environment, time)
              : now.again(config, environment, time);
      session = now;
    }
    return now;
  }

  private ApiException answered(String path, Http.Answer answer) {
    if (answer.status() == 401) {
      // A program may have others by now.
      close();
      session = null;
    }
    return ApiFailures.answered(config, path, answer);
  }

  private ApiException unanswered(Session now, CallException e) throws InterruptedException {
    return new CallTrouble(config, now.trust(), time).of(e, proxyInUse());
  }

  private @Nullable URI proxyInUse() {
    try {
      return proxy();
    } catch (CallException e) {
      return null;
    }
  }

  private Fields parsed(String text, String path) throws ApiException {
    try {
      return Fields.ofJson(text);
    } catch (TextException e) {
      throw ApiFailures.noObject(config, path, e);
    }
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
