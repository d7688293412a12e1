package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Failure TAKEN = failure("the Node is of machine b");

  private final ManualTime time = new ManualTime();
  private final Findings findings = new Findings();
  private final Watched thing = new FileWatch(new Root(Path.of("/nonexistent")));

  private static Failure failure(String happened) {
    return Failure.passing(Code.JOIN_NODE_NAME_TAKEN, "keep node n1", happened);
  }

  private List<Change> take(Seen seen) {
    return findings.take(thing, seen, time.now());
  }

  @Test
  void what_stays_wrong_is_told_once_and_shown_as_it_was_seen_last() {
    assertThat(take(Seen.of(List.of(TAKEN)))).containsExactly(new Change.Began(TAKEN));
    time.advance(Duration.ofMinutes(1));
    Failure later = failure("the Node is of machine c");
    assertThat(take(Seen.of(List.of(later)))).isEmpty();

    assertThat(findings.all())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.failure()).isEqualTo(later);
          assertThat(one.since()).isEqualTo(time.now().minusSeconds(60));
        });
  }

  /** Two kubelets of one name write the Node in turns, each ten seconds. */
  @Test
  void what_comes_and_goes_is_told_once_and_over_only_when_it_stays_away() {
    take(Seen.of(List.of(TAKEN)));
    for (int turn = 0; turn < 10; turn++) {
      time.advance(Duration.ofSeconds(10));
      assertThat(take(turn % 2 == 0 ? Seen.FINE : Seen.of(List.of(TAKEN)))).isEmpty();
      assertThat(findings.all()).hasSize(1);
    }
    time.advance(Duration.ofSeconds(10));
    assertThat(take(Seen.FINE)).isEmpty();
    time.advance(Duration.ofSeconds(60));
    assertThat(take(Seen.FINE)).containsExactly(new Change.Over(TAKEN, Duration.ofSeconds(170)));
    assertThat(findings.all()).isEmpty();
  }

  @Test
  void what_was_mended_is_over_at_once() {
    take(Seen.of(List.of(TAKEN)));
    time.advance(Duration.ofSeconds(2));

    assertThat(take(new Seen(List.of(), List.of("it is back"))))
        .containsExactly(
            new Change.Mended("it is back"), new Change.Over(TAKEN, Duration.ofSeconds(2)));
  }

  @Test
  void the_same_of_several_files_is_told_of_each() {
    List<Failure> both =
        List.of(
            Failure.passing(Code.HOST_FILE_DRIFTED, "keep /a", "it is gone"),
            Failure.passing(Code.HOST_FILE_DRIFTED, "keep /b", "it is gone"));
    assertThat(take(Seen.of(both))).hasSize(2);
    assertThat(findings.all()).extracting(Finding::failure).isEqualTo(both);
  }
}
