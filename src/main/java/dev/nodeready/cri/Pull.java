package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Durations;
import dev.nodeready.retry.Ticks;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.time.Duration;
import java.util.Optional;

/** One pull, with its own deadline and a limit on how long it may show no progress. */
final class Pull {
  private static final Duration CHECK = Duration.ofMillis(250);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

  private final CriClient client;
  private final String image;
  private final Duration stall;
  private final PullProgress progress;
  private final Deadline deadline;

  Pull(CriClient client, String image, Duration stall, PullProgress progress, Deadline deadline) {
    this.client = client;
    this.image = image;
    this.stall = stall;
    this.progress = progress;
    this.deadline = deadline;
  }

  /**
   * Pulls.
   *
   * @param number of this attempt, from 1: one whose progress nobody can see is given more time
   *     with each
   * @throws FailureException sorted by {@link ImageErrors}, {@code IMAGE_PULL_TIMEOUT} or {@code
   *     IMAGE_PULL_STALLED}; a {@code CRI_…} one when it was the runtime that did not answer
   */
  void run(Optional<Credentials> credentials, int number) throws InterruptedException {
    long mark = progress.mark();
    Deadline quiet = deadline.within(mark < 0 ? Durations.times(stall, number) : stall);
    try (PullCall call = client.pull(image, credentials)) {
      while (!call.await(deadline.atMost(Ticks.after(CHECK, deadline.elapsed())))) {
        Waits.tell(Waiting.of("the pull of " + image, goesOn(), deadline));
        long now = progress.mark();
        if (now != mark) {
          mark = now;
          quiet = deadline.within(stall);
        }
        if (quiet.passed()) {
          throw ended(quiet);
        }
      }
    }
  }

  /** That it may end before its deadline is told with it. */
  private String goesOn() {
    return "it goes on, until nothing more arrives for " + stall.toSeconds() + " s";
  }

  /** A runtime that is stopped shows no progress either, and that is no fault of the pull. */
  private FailureException ended(Deadline quiet) throws InterruptedException {
    client.version(SIGN_OF_LIFE);
    return (deadline.passed() ? timeout() : stalled(quiet)).asException();
  }

  private Failure timeout() {
    return Failure.passing(
        Code.IMAGE_PULL_TIMEOUT,
        "pull " + image,
        "it was not done within " + deadline.elapsed().toSeconds() + " s");
  }

  private Failure stalled(Deadline quiet) {
    return Failure.passing(
        Code.IMAGE_PULL_STALLED,
        "pull " + image,
        "nothing more arrived for " + quiet.elapsed().toSeconds() + " s");
  }
}
