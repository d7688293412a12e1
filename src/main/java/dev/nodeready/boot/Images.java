package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.RegistryHosts;
import dev.nodeready.containerd.Soci;
import dev.nodeready.cri.ContentIngest;
import dev.nodeready.cri.Credentials;
import dev.nodeready.cri.CtrTools;
import dev.nodeready.cri.CtrWords;
import dev.nodeready.cri.ImageLadder;
import dev.nodeready.cri.ImageListener;
import dev.nodeready.cri.ImageOutcome;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ImageReference;
import dev.nodeready.cri.ImageSettings;
import dev.nodeready.cri.PullProgress;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.RouteTrigger;
import dev.nodeready.plan.Progress;
import dev.nodeready.ready.Background;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to an image by the ladder of {@code cri}, with this machine's tools, for the step that runs.
 */
final class Images {
  /** Failures that a route or a name server may mend the moment that it comes. */
  private static final Set<Code> UNREACHED =
      Set.of(Code.IMAGE_REGISTRY_UNREACHABLE, Code.IMAGE_REGISTRY_UNKNOWN_HOST);

  private final Boot boot;
  private final Progress progress;

  Images(Boot boot, Progress progress) {
    this.boot = boot;
    this.progress = progress;
  }

  ImageOutcome ensure(SandboxReference runtime, String image, List<Path> archives)
      throws InterruptedException {
    NodeConfig config = boot.config();
    ImageLadder ladder =
        new ImageLadder(
            boot.runtime(progress).connection(),
            settings(config.bootstrap(), runtime.snapshotter(), archives),
            (reference, deadline) ->
                Background.start("credentials", () -> credentials(config, reference))
                    .await("credentials for " + reference, deadline),
            tools(),
            runtime.root().isEmpty()
                ? PullProgress.UNKNOWN
                : new ContentIngest(Path.of(runtime.root())),
            loss -> boot.runtime(progress).awaitAgain(progress, loss),
            listener(image));
    try {
      ImageOutcome outcome = ladder.ensure(image, boot.total());
      progress.resumed();
      return outcome;
    } catch (FailureException e) {
      throw withBrokenFiles(e, image);
    }
  }

  private Optional<Credentials> credentials(NodeConfig config, String reference)
      throws InterruptedException {
    return boot.platform(config)
        .credentials(config, reference)
        .map(given -> new Credentials(given.username(), given.password()));
  }

  /** containerd goes past a broken hosts.toml in silence, and fails at what comes behind it. */
  private FailureException withBrokenFiles(FailureException e, String image)
      throws InterruptedException {
    Failure failure = e.failure();
    if (!failure.code().area().equals("IMAGE")) {
      return e;
    }
    try {
      EffectiveConfig config = EffectiveConfig.parse(boot.containerd().dump());
      List<Failure> broken =
          RegistryHosts.of(boot.root(), config).problems(ImageReference.host(image));
      return broken.isEmpty() ? e : with(failure, broken).asException(e);
    } catch (FailureException unknown) {
      return e;
    }
  }

  private static Failure with(Failure failure, List<Failure> broken) {
    StringBuilder happened = new StringBuilder(failure.happened());
    for (Failure one : broken) {
      happened.append("; it could not ").append(one.tried()).append(": ").append(one.happened());
    }
    return new Failure(
        failure.code(),
        failure.permanent(),
        failure.tried(),
        happened.toString(),
        broken.getFirst().remedy() + "; " + failure.remedy());
  }

  ImagePin.Result pin(String image) throws InterruptedException {
    return new ImagePin(boot.endpoint(), tools()).pin(image, boot.total());
  }

  private CtrTools tools() throws InterruptedException {
    return new CtrTools(this::run, new CtrWords("ctr", boot.endpoint()));
  }

  private ImageSettings settings(Bootstrap bootstrap, String snapshotter, List<Path> archives)
      throws InterruptedException {
    return new ImageSettings(
        archives,
        policy(bootstrap.retry()),
        bootstrap.pullTimeout(),
        bootstrap.pullStall(),
        snapshotter,
        snapshotter.equals(Soci.SNAPSHOTTER));
  }

  /** What is out of bounds is moved to the nearest; the check of the configuration tells of it. */
  private RetryPolicy policy(Bootstrap.Pauses pauses) throws InterruptedException {
    Duration first = pauses.first();
    Duration longest = pauses.longest().compareTo(first) < 0 ? first : pauses.longest();
    double factor = pauses.factor() >= 1 ? Math.min(pauses.factor(), 100) : 1;
    return new RetryPolicy(boot.imageBudget(), first, longest, factor, pauses.jitter());
  }

  private CtrTools.Ended run(Duration limit, List<String> words) throws InterruptedException {
    var result = boot.commands().run(limit, words);
    return new CtrTools.Ended(result.exitCode(), result.output(), result.errors());
  }

  private ImageListener listener(String image) {
    return new ImageListener() {
      private @Nullable RouteTrigger ways;

      @Override
      public void attempted(int number) {
        progress.attempt();
      }

      @Override
      public void waiting(Failure because, Duration elapsed, Duration left) {
        progress.waiting("the next try at the sandbox image", because, elapsed, left);
      }

      @Override
      public void pause(FailureException failed, Duration pause, Time time)
          throws InterruptedException {
        if (!UNREACHED.contains(failed.failure().code())) {
          time.sleep(pause);
          return;
        }
        if (ways == null) {
          URI registry = URI.create("https://" + ImageReference.host(image));
          ways = RouteTrigger.to(List.of(registry), time);
        }
        ways.await(pause);
      }

      @Override
      public void note(String text) {
        progress.note(text);
      }
    };
  }
}
