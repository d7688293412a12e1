package dev.nodeready.aws;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.Http;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The two questions that a node has for EC2. */
public final class Ec2 {
  /** Ten minutes, with pauses that grow to 20 seconds: as long as an API may be out of reach. */
  public static final RetryPolicy DEFAULT_POLICY =
      RetryPolicy.doubling(Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofSeconds(20));

  private static final Duration FOR_LIMITS = Duration.ofMinutes(2);

  private static final String SERVICE = "ec2";

  private final Api api;
  private final RetryPolicy policy;

  /**
   * A client by the environment's region, credentials, endpoints, proxies and attempts.
   *
   * @param environment of the process with what the configuration adds
   */
  public Ec2(Map<String, String> environment, Imds imds, RetryPolicy policy, Time time) {
    this.api = new Api(environment, imds, time);
    this.policy = policy;
  }

  /** How it is asked again where the account asks too often. */
  public static RetryPolicy throttledPolicy() {
    return Api.throttled(DEFAULT_POLICY);
  }

  /**
   * What the network of an instance type holds.
   *
   * @param enis interfaces of the default network card
   * @param ipsPerEni IPv4 addresses of each
   */
  public record Limits(int enis, int ipsPerEni) {}

  /**
   * Reads whom this machine trusts, and what else the first question begins with; to be run beside
   * the wait for the metadata service.
   *
   * @return whether EC2 is asked over TLS
   */
  public boolean prepareTls() {
    return api.prepareTls(SERVICE);
  }

  /**
   * Loads what the first question takes; to be run beside the look for credentials.
   *
   * @return whether a request could be signed
   */
  public static boolean warmUp() {
    return Signing.warmUp();
  }

  /**
   * The private DNS name of an instance, never empty; waits until EC2 knows it.
   *
   * @throws FailureException {@code AWS_*}
   */
  public String privateDnsName(String instanceId) throws InterruptedException {
    return api.call(
        describe("DescribeInstances", "InstanceId.1", instanceId), policy, Ec2::dnsName);
  }

  /**
   * What a type's network holds, asked for two minutes at most: there is a default.
   *
   * @throws FailureException {@code AWS_*}
   */
  public Limits limits(String type) throws InterruptedException {
    boolean longer = policy.budget().compareTo(FOR_LIMITS) > 0;
    return api.call(
        describe("DescribeInstanceTypes", "InstanceType.1", type),
        longer ? policy.withBudget(FOR_LIMITS) : policy,
        Ec2::limits);
  }

  private ApiCall describe(String action, String parameter, String value)
      throws InterruptedException {
    return new ApiCall(
        SERVICE,
        SERVICE + ":" + action,
        api.region(),
        false,
        Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        "Action=%s&%s=%s&Version=2016-11-15"
            .formatted(action, parameter, URLEncoder.encode(value, StandardCharsets.UTF_8)));
  }

  static String dnsName(Http.Answer answer) throws IOException {
    List<XmlNode> reservations = XmlReader.read(answer.body()).child("reservationSet").items();
    List<XmlNode> instances =
        reservations.size() == 1
            ? reservations.getFirst().child("instancesSet").items()
            : List.of();
    if (instances.size() != 1) {
      throw new IOException("it does not describe exactly one instance");
    }
    String name = instances.getFirst().child("privateDnsName").text();
    if (name.isEmpty()) {
      throw unnamed();
    }
    if (!name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
      throw new IOException("the private DNS name is none: " + ImdsFailures.shortened(name));
    }
    return name;
  }

  private static FailureException unnamed() {
    return Failure.passing(
            Code.AWS_EC2_NO_NAME,
            "learn the instance's private DNS name from ec2:DescribeInstances",
            "it has none yet")
        .asException();
  }

  static Limits limits(Http.Answer answer) throws IOException {
    List<XmlNode> types = XmlReader.read(answer.body()).child("instanceTypeSet").items();
    if (types.isEmpty()) {
      throw new IOException("it describes no instance type");
    }
    XmlNode network = types.getFirst().child("networkInfo");
    int card = number(network.child("defaultNetworkCardIndex"));
    int addresses = number(network.child("ipv4AddressesPerInterface"));
    for (XmlNode one : network.child("networkCards").items()) {
      int interfaces = number(one.child("maximumNetworkInterfaces"));
      if (number(one.child("networkCardIndex")) == card && interfaces > 0 && addresses > 0) {
        return new Limits(interfaces, addresses);
      }
    }
    throw new IOException("it does not say how many interfaces and addresses the type has");
  }

  /** EC2 leaves out what is zero. */
  private static int number(XmlNode node) throws IOException {
    String text = node.text();
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("[0-9]{1,6}")) {
      throw new IOException("that is no number: " + ImdsFailures.shortened(text));
    }
    return Integer.parseInt(text);
  }
}
