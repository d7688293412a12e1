package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.net.CallException.Stage;
import dev.nodeready.retry.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutePauseTest {
  /** The kernel has a way to it on any machine. */
  private static final List<URI> HERE = List.of(URI.create("http://127.0.0.1:1"));

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();

  @ParameterizedTest
  @EnumSource(names = {"RESOLVE", "CONNECT", "CONNECT_TIMEOUT", "REFUSED"})
  void a_way_that_came_behind_the_attempt_ends_the_pause(Stage stage) throws Exception {
    RoutePause pause = RoutePause.to(HERE);

    pause.pause(failed(stage), SECOND, time);
    assertThat(time.nanos()).isZero();
    pause.pause(failed(stage), SECOND, time);
    assertThat(time.nanos()).isEqualTo(SECOND.toNanos());
  }

  @ParameterizedTest
  @EnumSource(names = {"PROXY", "TLS", "ANSWER_TIMEOUT", "ANSWER"})
  void who_was_reached_is_left_alone_for_the_whole_pause(Stage stage) throws Exception {
    RoutePause.to(HERE).pause(failed(stage), SECOND, time);

    assertThat(time.nanos()).isEqualTo(SECOND.toNanos());
  }

  @Test
  void who_refuses_nearby_is_asked_again_after_a_share_of_the_time_that_it_did() throws Exception {
    RoutePause pause = RoutePause.toNear(HERE);
    pause.pause(failed(Stage.REFUSED), SECOND, time);

    int attempts = 0;
    for (long before = 0; time.nanos() < Duration.ofMinutes(2).toNanos(); attempts++) {
      before = time.nanos();
      pause.pause(failed(Stage.REFUSED), SECOND, time);
      assertThat(time.nanos() - before).isBetween(2_000_000L, Math.max(2_000_000L, before / 20));
    }

    assertThat(attempts).isBetween(200, 300);
  }

  @Test
  void who_refuses_far_away_is_asked_by_the_policy() throws Exception {
    RoutePause pause = RoutePause.to(HERE);
    pause.pause(failed(Stage.REFUSED), SECOND, time);
    pause.pause(failed(Stage.REFUSED), SECOND, time);

    assertThat(time.nanos()).isEqualTo(SECOND.toNanos());
  }

  @Test
  void of_failures_that_are_sorted_those_end_early_that_say_that_nobody_was_reached()
      throws Exception {
    RoutePause pause = RoutePause.to(() -> HERE, failure -> failure.code() == Code.JOIN_API_SILENT);

    pause.pause(Failure.passing(Code.JOIN_THROTTLED, "x", "busy").asException(), SECOND, time);
    assertThat(time.nanos()).isEqualTo(SECOND.toNanos());
    Failure silent = Failure.passing(Code.JOIN_API_SILENT, "x", "gone", "wait");
    pause.pause(silent.asException(), SECOND, time);
    assertThat(time.nanos()).isEqualTo(SECOND.toNanos());
  }

  private static FailureException failed(Stage stage) {
    return Failure.passing(Code.JOIN_API_SILENT, "x", "gone", "wait")
        .asException(new CallException(stage, "gone", null));
  }
}
