package dev.nodeready.aws;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.net.NoProxy;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import dev.nodeready.tree.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the instance metadata service (IMDS) about this instance: version 2, and version 1 only
 * where the service says itself that it has no tokens. It waits for a service that is late and
 * never goes through a proxy. Safe for use by several threads.
 */
public final class Imds {
  /**
   * Two minutes of attempts a second apart, as nodeadm makes them; the first ones closer, since a
   * service that is late is mostly late by very little.
   */
  public static final RetryPolicy DEFAULT_POLICY =
      RetryPolicy.doubling(Duration.ofMinutes(2), Duration.ofMillis(125), Duration.ofSeconds(1));

  private static final Logger LOG = LoggerFactory.getLogger(Imds.class);

  private final ImdsCalls calls;
  private final RetryPolicy policy;
  private final Time time;
  private volatile @Nullable Identity identity;

  /**
   * A client of the service that {@code environment} names.
   *
   * @param environment {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}, {@code
   *     AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE} and {@code AWS_EC2_METADATA_DISABLED} count
   * @param policy how long each question is repeated
   */
  public Imds(Map<String, String> environment, RetryPolicy policy, Time time) {
    this.calls = new ImdsCalls(environment, time);
    this.policy = policy;
    this.time = time;
  }

  /**
   * What the identity document says.
   *
   * @param address the first private IPv4 address of the primary interface; empty where it has none
   */
  public record Identity(
      String instanceId, String region, String type, String zone, String address) {}

  /**
   * The instance's user data, up to 1 MiB; null where it has none.
   *
   * @throws FailureException {@code AWS_IMDS_*}
   */
  public byte @Nullable [] userData() throws InterruptedException {
    return ask("/latest/user-data", false, Imds::noPage);
  }

  /** What a proxy puts in the service's place would be taken for a configuration without fields. */
  private static byte[] noPage(byte[] body) throws IOException {
    String begin = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (begin.regionMatches(true, 0, "<!doctype html", 0, 14)
        || begin.regionMatches(true, 0, "<html", 0, 5)) {
      throw new IOException("that is a web page: " + ImdsFailures.shortened(begin));
    }
    return body;
  }

  /** Which instance this is; asked once, since it stays the same. */
  public Identity identity() throws InterruptedException {
    Identity known = identity;
    if (known == null) {
      known = there(ask("/latest/dynamic/instance-identity/document", true, Imds::identity));
      identity = known;
    }
    return known;
  }

  /** The hardware address of the primary interface. */
  public String mac() throws InterruptedException {
    return there(ask("/latest/meta-data/mac", true, Imds::mac));
  }

  /**
   * The primary private IPv4 address.
   *
   * @throws FailureException {@code AWS_IMDS_NO_IPV4} where the instance has none
   */
  public String localIpv4() throws InterruptedException {
    String address = ask("/latest/meta-data/local-ipv4", false, body -> address(body, 4));
    if (address == null) {
      throw ImdsFailures.noIpv4();
    }
    return address;
  }

  /**
   * The first IPv6 address of an interface.
   *
   * @param mac as {@link #mac()} gives it
   * @throws FailureException {@code AWS_IMDS_NO_IPV6} where it has none
   */
  public String firstIpv6(String mac) throws InterruptedException {
    String address = ask(at(mac) + "ipv6s", false, body -> address(body, 16));
    if (address == null) {
      throw ImdsFailures.noIpv6();
    }
    return address;
  }

  /**
   * Where an interface is attached.
   *
   * @param device its number on the card
   * @param card the number of the network card
   * @param ipv4 its first private IPv4 address; empty where it has none, or the service tells none
   */
  public record Attachment(int device, int card, String ipv4) {}

  /**
   * Where an interface is attached. One that the service does not know (yet) is not waited for.
   *
   * @param mac its hardware address
   * @throws FailureException {@code AWS_IMDS_ABSENT} where the service does not know it
   */
  public Attachment attachment(String mac) throws InterruptedException {
    String at = at(mac);
    Integer device = ask(at + "device-number", false, Imds::number);
    if (device == null) {
      throw ImdsFailures.absent(at + "device-number");
    }
    Integer card = ask(at + "network-card", false, Imds::number);
    return new Attachment(device, card == null ? 0 : card, firstIpv4(at + "local-ipv4s"));
  }

  /** Whether an interface with this hardware address is attached to the instance. */
  public boolean isAttached(String mac) throws InterruptedException {
    return ask(at(mac) + "device-number", false, Imds::number) != null;
  }

  private static String at(String mac) {
    return "/latest/meta-data/network/interfaces/macs/" + mac + "/";
  }

  private String firstIpv4(String path) throws InterruptedException {
    try {
      String address = ask(path, false, Imds::line);
      return address == null ? "" : address;
    } catch (FailureException e) {
      LOG.warn("no address for a routing rule: {}", e.failure().happened());
      return "";
    }
  }

  static Integer number(byte[] body) throws IOException {
    String line = line(body);
    if (!line.matches("[0-9]{1,4}")) {
      throw new IOException("that is no number: " + ImdsFailures.shortened(line));
    }
    return Integer.valueOf(line);
  }

  /**
   * Whatever lies at a path, waiting until it does: credentials of a role come late.
   *
   * @param path beginning with {@code /latest/}
   */
  public byte[] getWaiting(String path) throws InterruptedException {
    return there(ask(path, true, body -> body));
  }

  /** Makes sense of an answer. */
  private interface Reading<T> {
    T read(byte[] body) throws IOException;
  }

  private <T> @Nullable T ask(String path, boolean waits, Reading<T> reading)
      throws InterruptedException {
    // A null attempt result cannot be told from the type, so the answer is wrapped.
    return Retry.with(policy)
        .pausing(calls.pause())
        .drawing(() -> 0.8 + 0.2 * ThreadLocalRandom.current().nextDouble())
        .waitingFor("the metadata service")
        .run(Deadline.after(policy.budget(), time), (n, d) -> once(path, waits, reading))
        .value();
  }

  private record Found<T>(@Nullable T value) {}

  private <T> Found<T> once(String path, boolean waits, Reading<T> reading)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    byte[] body = calls.get(path);
    if (body == null) {
      if (waits) {
        throw ImdsFailures.absent(path);
      }
      return new Found<>(null);
    }
    try {
      return new Found<>(reading.read(body));
    } catch (IOException e) {
      throw ImdsFailures.badAnswer(path, Words.of(e), e);
    }
  }

  private static <T> T there(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a question that waits has an answer");
    }
    return value;
  }

  static Identity identity(byte[] body) throws IOException {
    Fields document = Fields.ofJson(new String(body, StandardCharsets.UTF_8));
    return new Identity(
        field(document, "instanceId", "[A-Za-z0-9-]{1,64}"),
        field(document, "region", "[a-z0-9-]{1,40}"),
        field(document, "instanceType", "[A-Za-z0-9.-]{1,64}"),
        field(document, "availabilityZone", "[a-z0-9-]{1,64}"),
        document.text("privateIp"));
  }

  /**
   * These become names, labels and parts of paths and host names, so nothing else may be in them.
   */
  private static String field(Fields document, String name, String shape) throws IOException {
    String value = document.text(name);
    if (value.isBlank()) {
      throw new IOException("the identity document has no " + name);
    }
    if (!value.matches(shape)) {
      throw new IOException(
          "the identity document's %s is none: %s".formatted(name, ImdsFailures.shortened(value)));
    }
    return value;
  }

  static String mac(byte[] body) throws IOException {
    String mac = line(body);
    if (!mac.matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")) {
      throw new IOException("that is no hardware address: " + ImdsFailures.shortened(mac));
    }
    return mac;
  }

  static String address(byte[] body, int length) throws IOException {
    String text = line(body);
    InetAddress address = NoProxy.literal(text);
    // Java also takes 10.0.7 for 10.0.0.7.
    boolean shortened = address != null && length == 4 && !address.getHostAddress().equals(text);
    if (address == null || address.getAddress().length != length || shortened) {
      throw new IOException("that is no such address: " + ImdsFailures.shortened(text));
    }
    return text;
  }

  private static String line(byte[] body) throws IOException {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).stripTrailing();
    if (line.isEmpty()) {
      throw new IOException("the answer is empty");
    }
    return line;
  }
}
