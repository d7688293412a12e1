package dev.nodeready.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final ManualTime time = new ManualTime();
  private final Deadline none = Deadline.after(Duration.ZERO, time);
  private final Deadline minute = Deadline.after(Duration.ofMinutes(1), time);
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Test
  void gives_the_result() throws Exception {
    assertThat(Background.start("work", () -> "done").await("work", minute)).isEqualTo("done");
  }

  @Test
  void the_end_of_the_budget_is_told_by_what_the_work_failed_at_last() throws Exception {
    Failure dropped =
        Failure.passing(Code.AWS_ENDPOINT_UNREACHABLE, "ask", "nobody answered", "look");
    Background<String> work =
        Background.start("work", () -> hang(Waiting.of("EC2", dropped, minute)));
    told.await();

    assertThatThrownBy(() -> work.await("the platform", none))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(Code.AWS_ENDPOINT_UNREACHABLE);
              assertThat(e.failure().happened())
                  .isEqualTo("nobody answered (waited 0 s for the platform)");
            });
    interrupted.await();
  }

  @Test
  void work_that_says_nothing_ends_with_the_budget_too() throws Exception {
    Background<String> work =
        Background.start("work", () -> hang(Waiting.of("a program", "at work", minute)));
    told.await();

    assertThatThrownBy(() -> work.await("the platform", none))
        .isInstanceOf(FailureException.class)
        .hasMessageContainingAll("HOST_BUDGET_SPENT", "the platform", "--budget");
    interrupted.await();
  }

  private String hang(Waiting waiting) throws InterruptedException {
    Waits.tell(waiting);
    told.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return "never";
  }
}
