package dev.nodeready.simulation;

import dev.nodeready.aws.Ec2;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.cri.ImageLadder;
import dev.nodeready.join.ApiPauses;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.runtime.Images;
import dev.nodeready.systemd.Backoff;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node does where it is refused.
 *
 * @param name of at most some words
 * @param ec2 how EC2 is asked again
 * @param image how the sandbox image is pulled again
 * @param later how kubelet pulls it once {@code image} has given up; null where kubelet is not
 *     started without it
 * @param proof how the API server is watched beside kubelet; null where nobody does
 * @param restart pauses before the boot after the nth that failed; null where there is none
 */
record Policy(
    String name,
    Pacing ec2,
    Pacing image,
    @Nullable Pacing later,
    @Nullable Pacing proof,
    @Nullable Pacing restart) {
  /** {@code RestartSec=} of {@code nodeready.service}. */
  private static final long RESTART_SEC = 5 * Micros.SECOND;

  private static final RetryPolicy IMAGE =
      Images.policy(Bootstrap.DEFAULTS.budgets().image(), Bootstrap.DEFAULTS.retry());

  /**
   * A pod worker that failed comes back after 10 to 15 s ({@code backOffPeriod}, {@code
   * workerBackOffPeriodJitterFactor} in {@code pkg/kubelet/pod_workers.go}), and has containerd
   * make the sandbox, for which it pulls the image.
   */
  private static final Pacing SANDBOX =
      (failed, refusal, elapsed, random) ->
          (long) (10 * Micros.SECOND * (1 + random.getAsDouble() / 2));

  /**
   * kubelet's registration: 100 ms, doubling to 7 s, for ever ({@code registerWithAPIServer} in
   * {@code pkg/kubelet/kubelet_node_status.go}); whoever bootstraps a node leaves it to kubelet.
   */
  static final Pacing KUBELET_REGISTERS = Pacing.doubling(100 * Micros.MILLI, 7 * Micros.SECOND);

  /** The product's, constants and rules. */
  static final Policy OURS =
      new Policy(
          "nodeready",
          Pacing.by(Ec2.DEFAULT_POLICY, Ec2.throttledPolicy()),
          Pacing.by(IMAGE, ImageLadder.throttled(IMAGE)),
          SANDBOX,
          Policy::proofAgain,
          Policy::bootAgain);

  /** The product's where it takes who is throttled for one who reached nobody. */
  static final Policy AS_IF_DOWN =
      new Policy(
          "nodeready, one pace",
          Pacing.by(Ec2.DEFAULT_POLICY, Ec2.DEFAULT_POLICY),
          Pacing.by(IMAGE, IMAGE),
          SANDBOX,
          Policy::proofAgain,
          Policy::bootAgain);

  /** What scripts have: three tries 5 s apart, and an end. */
  static final Policy THREE_TRIES =
      leaves("three fixed tries", Pacing.fixed(5 * Micros.SECOND).until(3, Long.MAX_VALUE));

  /** What other scripts have: a loop with {@code sleep 5}. */
  static final Policy FIXED = leaves("each 5 s", Pacing.fixed(5 * Micros.SECOND));

  /** The product's, but each pause as long as it may be. */
  static final Policy NO_JITTER =
      new Policy(
          "doubling, no jitter",
          Pacing.by(plain(Ec2.DEFAULT_POLICY), plain(Ec2.throttledPolicy())),
          Pacing.by(plain(IMAGE), plain(ImageLadder.throttled(IMAGE))),
          SANDBOX,
          (failed, refusal, elapsed, random) -> proofAgain(failed, refusal, elapsed, () -> 1),
          Policy::bootAgain);

  /**
   * kubelet's pauses between pulls: 10 s, doubling to 300 s, for ever ({@code imageBackOff}, {@code
   * MaxImageBackOff} in {@code pkg/kubelet/kubelet.go}).
   */
  static final Policy KUBELET =
      leaves("kubelet's pulls", Pacing.doubling(10 * Micros.SECOND, 300 * Micros.SECOND));

  /**
   * The AWS SDK for Go with 30 tries and ten minutes, which is how nodeadm asks EC2: evenly from
   * zero to 2, 4, 8, 16 s, and from then on 20 s without jitter. Its units have no {@code
   * Restart=}.
   */
  static final Policy SDK =
      leaves("AWS SDK, 30 tries", ((Pacing) Policy::sdkAgain).until(30, 10 * Micros.MINUTE));

  static final List<Policy> ALL = List.of(OURS, NO_JITTER, FIXED, KUBELET, SDK, THREE_TRIES);

  private static RetryPolicy plain(RetryPolicy policy) {
    return new RetryPolicy(
        policy.budget(), policy.first(), policy.longest(), policy.factor(), false);
  }

  private static long proofAgain(int failed, Answer refusal, long elapsed, DoubleSupplier random) {
    return Micros.of(
        ApiPauses.afterFailures(failed, Micros.duration(refusal.retryAfter()), random));
  }

  private static long bootAgain(int failed, Answer refusal, long elapsed, DoubleSupplier random) {
    return RESTART_SEC + Micros.of(Backoff.after(failed));
  }

  private static long sdkAgain(int failed, Answer refusal, long elapsed, DoubleSupplier random) {
    return failed <= 4
        ? (long) (random.getAsDouble() * (Micros.SECOND << failed))
        : 20 * Micros.SECOND;
  }

  private static Policy leaves(String name, Pacing pacing) {
    return new Policy(name, pacing, pacing, null, null, null);
  }
}
