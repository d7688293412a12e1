package dev.nodeready.cri;

import static java.util.stream.Collectors.joining;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an image is there under exactly one name, by the cheapest way that works: it is
 * there already; it is in an archive on disk; it is in its registry. Only the last needs a network.
 *
 * <p>Whatever fails is tried again with pauses that grow, inside the image budget. A runtime that
 * went away meanwhile is waited for, with a fresh image budget and no attempt spent, once it is
 * seen to be away: an answer alone, whatever it says, is none.
 */
public final class ImageLadder {
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /** Less would be too little for a pull, so that the last one gets all that is left. */
  private static final Duration SHORTEST_PULL = Duration.ofSeconds(5);

  /** With less than that left, the cause of the failure before says more than a time-out. */
  private static final Duration TOO_SHORT = Duration.ofSeconds(1);

  private final CriConnection connection;
  private final ImageSettings settings;
  private final CredentialsSource credentials;
  private final PullProgress progress;
  private final RuntimeGate gate;
  private final ArchiveRung archives;
  private final Retry.Pause pause;
  private final ImageListener listener;
  private int attempts;
  private @Nullable FailureException last;

  /** Tells whether the runtime went away, and waits for it if so. */
  @FunctionalInterface
  public interface RuntimeGate {
    /**
     * Looks at once, and returns once it is ready.
     *
     * @param loss what told that it went away
     * @return whether it had; not where it is found as it was
     * @throws FailureException when it does not come back
     * @throws InterruptedException when the boot is being stopped
     */
    boolean awaitAgain(Failure loss) throws InterruptedException;
  }

  /** The runtime was away: on its way out of a retry, which must not count it as an attempt. */
  private static final class RuntimeLost extends RuntimeException {
    private final transient Failure failure;

    RuntimeLost(FailureException cause) {
      super(cause);
      failure = cause.failure();
    }
  }

  /**
   * A ladder for one boot.
   *
   * @param connection for all questions; a pull, which may have to be broken off, dials its own
   * @param pause how to let time pass before another try
   */
  public ImageLadder(
      CriConnection connection,
      ImageSettings settings,
      CredentialsSource credentials,
      ImageTools tools,
      PullProgress progress,
      RuntimeGate gate,
      Retry.Pause pause,
      ImageListener listener) {
    this.connection = connection;
    this.settings = settings;
    this.credentials = credentials;
    this.progress = progress;
    this.gate = gate;
    this.pause = pause;
    this.listener = listener;
    archives = new ArchiveRung(settings, tools, this::find, listener);
  }

  /**
   * Sees to it that the image is there.
   *
   * @param reference exactly as the runtime is configured with it
   * @param deadline of everything, waits for the runtime included
   * @throws FailureException when it cannot be had, or not in time
   * @throws InterruptedException when the boot is being stopped
   */
  public ImageOutcome ensure(String reference, Deadline deadline) throws InterruptedException {
    for (int losses = 0; ; losses++) {
      try {
        return climb(reference, deadline);
      } catch (RuntimeLost e) {
        Duration pause = losses == 0 ? Duration.ZERO : settings.retry().pauseAfter(losses, () -> 1);
        if (pause.compareTo(deadline.left()) >= 0) {
          throw e.failure.asException(e);
        }
        deadline.time().sleep(pause);
      }
    }
  }

  private ImageOutcome climb(String reference, Deadline deadline) throws InterruptedException {
    List<String> troubles = new ArrayList<>();
    return Retry.with(settings.retry())
        .pausingAtLeast(ImageLadder::asked)
        .pausingBy(failure -> byCause(failure, settings.retry()))
        .pausing(pause)
        .telling((_, failure, pause, left) ->
            listener.waiting(failure, settings.retry().budget().minus(left), left))
        .run(deadline, (number, budget) -> step(reference, number, budget, troubles));
  }

  /** One try at all rungs; a runtime that is found away afterwards makes it none. */
  private ImageOutcome step(String reference, int number, Deadline budget, List<String> troubles)
      throws InterruptedException {
    try {
      return rungs(reference, number, budget, troubles);
    } catch (FailureException e) {
      if (CriErrors.isRuntimeLoss(e.failure())) {
        // Whatever is open may lead to a runtime that went away.
        connection.close();
        if (gate.awaitAgain(e.failure())) {
          throw new RuntimeLost(e);
        }
      }
      listener.attempted(++attempts);
      last = e;
      throw e;
    }
  }

  private ImageOutcome rungs(String reference, int number, Deadline budget, List<String> troubles)
      throws InterruptedException {
    Optional<ImageInfo> there = find(reference);
    if (there.isPresent() && archives.usable(reference)) {
      return new ImageOutcome(reference, new ImageOutcome.AlreadyThere(), "");
    }
    // What went wrong with the archives will go wrong with them again.
    if (troubles.isEmpty()) {
      Optional<Path> archive = archives.climb(reference, budget, troubles);
      if (archive.isPresent()) {
        return new ImageOutcome(reference, new ImageOutcome.Imported(archive.get()), "");
      }
    }
    if (there.isPresent()) {
      return new ImageOutcome(reference, new ImageOutcome.AlreadyThere(), notUnpacked(troubles));
    }
    if (ImageReference.isLocal(reference)) {
      throw localAbsent(reference, troubles).asException();
    }
    return pull(reference, number, budget);
  }

  /** The runtime unpacks such an image itself, as long as it has kept the packed layers. */
  private String notUnpacked(List<String> troubles) {
    return "the image is there, but not unpacked for the snapshotter "
        + settings.snapshotter()
        + ", so the first pod may need its registry: "
        + (troubles.isEmpty()
            ? "bring its archive along, /etc/eks/pause.tar"
            : String.join("; ", troubles));
  }

  private ImageOutcome pull(String reference, int number, Deadline budget)
      throws InterruptedException {
    Deadline deadline = budget.within(limit(budget.left()));
    if (last != null && deadline.left().compareTo(TOO_SHORT) < 0) {
      throw last;
    }
    Optional<Credentials> fresh = credentials.fetch(reference, deadline);
    if (fresh.isPresent()) {
      SocketOwner.require(connection.endpoint());
    }
    try (CriClient client = CriClient.dial(connection.endpoint())) {
      new Pull(client, reference, settings.pullStall(), progress, deadline).run(fresh, number);
    } catch (FailureException e) {
      throw located(e);
    }
    if (Settle.await(() -> find(reference), deadline.within(SETTLE)).isEmpty()) {
      throw leftNothing(reference).asException();
    }
    listener.attempted(++attempts);
    return new ImageOutcome(reference, new ImageOutcome.Pulled(attempts, deadline.elapsed()), "");
  }

  /** At most half of what is left, so that a pull that hangs is not the only one. */
  private Duration limit(Duration left) {
    Duration half = Durations.part(left, 2);
    Duration most = half.compareTo(SHORTEST_PULL) < 0 ? left : half;
    return most.compareTo(settings.pullTimeout()) < 0 ? most : settings.pullTimeout();
  }

  private static RetryPolicy byCause(Failure failure, RetryPolicy policy) {
    return failure.code() == Code.IMAGE_RATE_LIMITED ? throttled(policy) : policy;
  }

  /** The pauses after a registry has said that too many ask; none is longer than else. */
  public static RetryPolicy throttled(RetryPolicy policy) {
    return policy.amongMany(policy.longest());
  }

  private static Duration asked(Failure failure) {
    return failure.code() == Code.IMAGE_RATE_LIMITED
        ? RetryAfter.in(failure.happened())
        : Duration.ZERO;
  }

  /** Names the file system that is full. */
  private FailureException located(FailureException e) throws InterruptedException {
    Failure failure = e.failure();
    if (failure.code() != Code.IMAGE_DISK_FULL) {
      return e;
    }
    try {
      String where =
          connection.call(client -> client.imageFileSystem(CALL)).orElse("an unknown file system");
      return new Failure(
              failure.code(),
              failure.permanent(),
              failure.tried(),
              failure.happened() + " on " + where,
              failure.remedy())
          .asException(e);
    } catch (FailureException unknown) {
      return e;
    }
  }

  private Optional<ImageInfo> find(String reference) throws InterruptedException {
    return connection.call(client -> client.image(reference, CALL));
  }

  private static Failure leftNothing(String reference) {
    return Failure.passing(
        Code.IMAGE_LEFT_NOTHING,
        "pull " + reference,
        "the runtime said that it was done and has no image of that name");
  }

  private Failure localAbsent(String reference, List<String> troubles) {
    String places = settings.archives().stream().map(Path::toString).collect(joining(", "));
    String tried =
        troubles.isEmpty()
            ? "no archive with it was found in " + places
            : String.join("; ", troubles);
    return Failure.permanent(
        Code.IMAGE_LOCAL_ABSENT,
        "find " + reference,
        "the runtime does not have it, " + tried + ", and no registry can have it");
  }
}
