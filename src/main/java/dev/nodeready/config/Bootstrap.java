package dev.nodeready.config;

import java.time.Duration;
import java.util.List;

/**
 * How nodeready itself behaves: {@code spec.bootstrap}, an extension that nodeadm ignores. All
 * defaults of nodeready stand here and nowhere else.
 *
 * @param budgets how long each part of a boot may take
 * @param retry pauses between attempts at the sandbox image
 * @param sandboxImage reference of the sandbox image; empty means the one that the runtime is
 *     configured with
 * @param archives image archives to import from before pulling, tried in order
 * @param pullTimeout limit of one pull attempt
 * @param pullStall how long one pull may show no progress; longer than the 30 s that containerd
 *     takes to give up on a mirror that is dead
 * @param sandboxMissing what becomes of a boot whose sandbox image cannot be had for good: {@code
 *     degrade} (kubelet starts all the same, so that the node shows) or {@code fail}
 * @param join when the boot counts as joined: {@code ready}, {@code registered} or {@code healthy};
 *     empty means {@code ready}, and {@code healthy} for who calls the program nodeadm
 * @param platform {@code ec2} or {@code none}
 * @param nodeName the node's name; empty means the platform's
 * @param nodeIps the node's addresses, one of each family at most; none means the platform's, or
 *     the one of the default route in the family of the service network
 * @param providerId the node's id in its cloud; empty means the platform's
 * @param bootstrapToken what kubelet asks for its certificate with
 * @param fleet whom a boot tells of itself
 * @param strict whether unknown fields fail a boot
 */
public record Bootstrap(
    Budgets budgets,
    Pauses retry,
    String sandboxImage,
    List<String> archives,
    Duration pullTimeout,
    Duration pullStall,
    String sandboxMissing,
    String join,
    String platform,
    String nodeName,
    List<String> nodeIps,
    String providerId,
    BootstrapToken bootstrapToken,
    Fleet fleet,
    boolean strict) {
  /** What holds where {@code spec.bootstrap} says nothing. */
  public static final Bootstrap DEFAULTS =
      new Bootstrap(
          new Budgets(
              Duration.ofMinutes(15),
              Duration.ofMinutes(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(2),
              Duration.ofMinutes(10)),
          new Pauses(Duration.ofMillis(500), Duration.ofSeconds(20), 2, true),
          "",
          List.of("/etc/eks/pause.tar"),
          Duration.ofMinutes(2),
          Duration.ofSeconds(45),
          "degrade",
          "",
          "ec2",
          "",
          List.of(),
          "",
          new BootstrapToken("", ""),
          new Fleet("", List.of(), false),
          false);

  /** The same with nobody to ask. */
  Bootstrap outsideOfEc2() {
    return new Bootstrap(
        budgets,
        retry,
        sandboxImage,
        archives,
        pullTimeout,
        pullStall,
        sandboxMissing,
        join,
        "none",
        nodeName,
        nodeIps,
        providerId,
        bootstrapToken,
        fleet,
        strict);
  }

  /**
   * How long each part may take; each is more than zero, all lie inside {@code total}.
   *
   * @param total the whole boot
   * @param runtime until the container runtime answers
   * @param image until the sandbox image is there
   * @param kubelet until kubelet is healthy
   * @param join from then on until the node has joined
   */
  public record Budgets(
      Duration total, Duration runtime, Duration image, Duration kubelet, Duration join) {}

  /**
   * A bootstrap token of the cluster, {@code spec.bootstrap.credentials.bootstrapToken}: one of
   * both or none.
   *
   * @param token itself, such as {@code abcdef.0123456789abcdef}
   * @param file that holds it
   */
  public record BootstrapToken(String token, String file) {
    /** Whether there is one. */
    public boolean given() {
      return !token.isEmpty() || !file.isEmpty();
    }

    @Override
    public String toString() {
      return given() ? "a bootstrap token" : "no bootstrap token";
    }
  }

  /**
   * Whom a boot tells of itself, beside those who ask.
   *
   * @param textfile where node_exporter reads metrics: a file where it ends with {@code .prom}, a
   *     folder otherwise; empty means the usual folder, where that is there
   * @param onVerdict a program and its arguments that each verdict is given to; empty means none
   * @param annotateNode whether the verdict is written on our own Node too
   */
  public record Fleet(String textfile, List<String> onVerdict, boolean annotateNode) {}

  /**
   * Pauses between attempts: drawn from zero to {@code min(longest, first * factor^(n-1))}.
   *
   * @param factor 1 or more
   * @param jitter whether pauses are drawn; without it each is its bound
   */
  public record Pauses(Duration first, Duration longest, double factor, boolean jitter) {}
}
