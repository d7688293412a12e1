package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.node.RealPart;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A real API server with etcd and controllers, in a network of its own that guests are put on. See
 * {@code src/test/lab/control-plane}.
 */
final class ControlPlane implements AutoCloseable {
  /** Where it is found by every guest of its network. */
  static final String ENDPOINT = "https://192.0.2.1:6443";

  /** The same by IPv6. */
  static final String ENDPOINT_6 = "https://[2001:db8::1]:6443";

  /** The same behind the front, which relays or does what {@link #front} tells it. */
  static final String FRONT = "https://192.0.2.1:7443";

  private static final Duration MOMENT = Duration.ofSeconds(10);
  private static final String CERTIFICATE_REQUESTS =
      "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  private static final String LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/";
  private static final Path SCRIPT = Path.of("src/test/lab/control-plane").toAbsolutePath();
  private static final String PREFIX = "nr" + ProcessHandle.current().pid();
  private static int made;

  private final String name;
  private final Path folder;
  private final Map<String, String> addresses = new HashMap<>();

  private ControlPlane(String name) {
    this.name = name;
    this.folder = Path.of(say("folder"));
  }

  /** Starts one, of version {@code $K8S} where that is set; returns when it answers. */
  static ControlPlane start() {
    if (System.getenv("K8S") == null) {
      RealPart.KUBERNETES_NEWEST.program("kube-apiserver");
    }
    RealPart.ETCD.program("etcd");
    ControlPlane plane = new ControlPlane(nextName());
    try {
      plane.say("up");
    } catch (AssertionError e) {
      plane.close();
      throw e;
    }
    return plane;
  }

  /** Where its files are. */
  Path folder() {
    return folder;
  }

  /** A program that is to run in its network. */
  ProcessBuilder inside(List<String> words) {
    List<String> all = new ArrayList<>(List.of(SCRIPT.toString(), "in", name));
    all.addAll(words);
    return new ProcessBuilder(all);
  }

  /** Runs a program in its network that has to work. */
  void within(String... words) {
    say(Stream.concat(Stream.of("in"), Stream.of(words)).toArray(String[]::new));
  }

  private static synchronized String nextName() {
    return PREFIX + "c" + ++made;
  }

  /** Begins to boot a machine and puts it on the network at once. */
  Guest boot(Member member) {
    Guest guest = bootUnplugged(member);
    attach(guest);
    return guest;
  }

  /** Boots a machine that has nothing of ours yet to its end, and puts it on the network. */
  Guest bootBare(Layer above) {
    Guest guest = Guest.boot(Lab.get().bareMember(above));
    attach(guest);
    return guest;
  }

  /** Begins to boot a machine and puts it on the network at once, with these addresses. */
  Guest boot(Member member, String... own) {
    Guest guest = bootUnplugged(member);
    attach(guest, own);
    return guest;
  }

  /** Begins to boot a machine whose cable is not plugged in. */
  Guest bootUnplugged(Member member) {
    return Guest.beginBoot(member.layers(), member.store());
  }

  /** Gives a guest its interface, with the same address in each of its boots. */
  void attach(Guest guest) {
    String address =
        addresses.computeIfAbsent(guest.name(), _ -> "192.0.2." + (10 + addresses.size()));
    attach(guest, address);
  }

  /** Gives a guest its interface, with these addresses. */
  void attach(Guest guest, String... own) {
    List<String> words = new ArrayList<>(List.of("attach", guest.name()));
    words.addAll(List.of(own));
    try {
      say(words.toArray(String[]::new));
    } catch (AssertionError e) {
      guest.close();
      throw e;
    }
  }

  /** Shuts a guest down and begins to boot it again, on the network at once. */
  void reboot(Guest guest) {
    guest.rebootAtOnce();
    attach(guest);
  }

  /** A request of the administrator. */
  String api(String method, String path, String... body) {
    List<String> words = new ArrayList<>(List.of("api", method, path));
    words.addAll(List.of(body));
    return say(words.toArray(String[]::new));
  }

  /** Whether the API server knows this node, and what it says of it. */
  Answer node(String node) {
    Shell.Said said = run(Map.of(), "api", "GET", "/api/v1/nodes/" + node);
    return Answer.of(said.code() == 0 ? said.text() : "{}");
  }

  /** Waits until the API server says that a node is ready, two minutes at most. */
  void awaitReady(String node) {
    await(
        Duration.ofMinutes(2),
        () -> node(node).condition("Ready").equals("True"),
        () -> node + " is not ready; the API server says " + node(node));
  }

  /** Waits for the one event that nodeready has told it. */
  Answer awaitEvent() {
    await(MOMENT, () -> events().size() == 1, () -> "its events are " + events());
    return events().getFirst();
  }

  /** Waits for an event of this reason, whatever else nodeready has told. */
  void awaitEvent(String reason) {
    await(
        MOMENT,
        () -> events().stream().anyMatch(event -> event.text("reason").equals(reason)),
        () -> "its events are " + events());
  }

  private List<Answer> events() {
    String path = "/api/v1/namespaces/default/events?fieldSelector=source=nodeready";
    return Answer.of(api("GET", path)).list("items");
  }

  /** Waits until a node has an annotation. */
  void awaitAnnotation(String node, String name, String value) {
    await(
        MOMENT,
        () -> annotations(node).get(name) instanceof String is && is.equals(value),
        () -> node + " has the annotations " + annotations(node));
  }

  private Map<?, ?> annotations(String node) {
    return node(node).at("metadata.annotations").value() instanceof Map<?, ?> all ? all : Map.of();
  }

  private static void await(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
    Deadline deadline = Deadline.after(limit, Time.SYSTEM);
    while (!condition.getAsBoolean()) {
      assertThat(deadline.passed()).as(otherwise).isFalse();
      pause();
    }
  }

  private static void pause() {
    try {
      Time.SYSTEM.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The requests for certificates. */
  Answer certificateRequests() {
    return Answer.of(api("GET", CERTIFICATE_REQUESTS));
  }

  /** Denies the one request for a certificate of a node, once it is there. */
  void denyRequest(String message) {
    Answer request = awaitRequest();
    String condition =
        "{\"type\":\"Denied\",\"status\":\"True\",\"reason\":\"Lab\",\"message\":\"%s\"}"
            .formatted(message);
    api(
        "PATCH",
        CERTIFICATE_REQUESTS + "/" + request.text("metadata.name") + "/approval",
        "{\"status\":{\"conditions\":[" + condition + "]}}");
  }

  private Answer awaitRequest() {
    await(
        Duration.ofMinutes(1),
        () -> !certificateRequests().list("items").isEmpty(),
        () -> "nobody asks for a certificate");
    return certificateRequests().list("items").getFirst();
  }

  /** Stops a part: {@code etcd}, {@code apiserver}, {@code manager}, {@code front}. */
  void stop(String part) {
    say("stop", part);
  }

  void start(String part) {
    say("start", part);
  }

  /** From now on nobody approves requests for certificates. */
  void withoutApprover() {
    stop("manager");
    run(Map.of("APPROVER", "no"), "start", "manager").ok();
  }

  /** It knows of no such node. */
  void forget(String node) {
    run(Map.of(), "api", "DELETE", "/api/v1/nodes/" + node);
    run(Map.of(), "api", "DELETE", LEASES + node);
  }

  /** As it was made: all parts run, as they did at first, and know of no node. */
  void restore() {
    say("restore");
  }

  /**
   * Gives the API server another certificate, and waits until it shows it.
   *
   * @param from as for {@code date -d}; empty for an hour ago
   * @param to likewise; empty for a month ahead
   */
  void serving(String from, String to, String... names) {
    List<String> words = new ArrayList<>(List.of("serving", from, to));
    words.addAll(List.of(names));
    say(words.toArray(String[]::new));
  }

  /** Says what the front does with connections from now on. */
  void front(String mode) {
    write("front", mode);
  }

  /** Makes a bootstrap token. */
  String token(Duration lasts) {
    return say("token", Long.toString(lasts.toSeconds()));
  }

  /**
   * A client certificate and its key, as PEM; {@code from} and {@code to} as for {@code date -d}.
   */
  String client(String subject, String from, String to) {
    return say("client", subject, from, to);
  }

  /** The authority that has signed all its certificates, as PEM. */
  String authority() {
    return read("pki/ca.crt");
  }

  /** An authority that has signed none of them. */
  String foreignAuthority() {
    return read("pki/foreign.crt");
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String say(String... words) {
    return run(Map.of(), words).ok();
  }

  /** The script's command is the first of the words. */
  private Shell.Said run(Map<String, String> environment, String... words) {
    List<String> all = new ArrayList<>(List.of(SCRIPT.toString(), words[0], name));
    all.addAll(List.of(words).subList(1, words.length));
    return Shell.run(environment, all);
  }

  @Override
  public void close() {
    run(Map.of(), "down");
  }
}
