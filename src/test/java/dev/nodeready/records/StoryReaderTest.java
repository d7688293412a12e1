package dev.nodeready.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoryReaderTest {
  private static final String BEGUN =
      """
      {"up":10.000000,"event":"run","schema":1,"number":7,"kind":"boot","command":"daemon","bootId":"b","version":"1","process":{"pid":1,"started":"no such"},"at":"2026-01-01T00:00:00Z"}
      {"up":10.000000,"event":"step","phase":"runtime","step":"await-cri"}
      {"up":10.500000,"event":"wait","phase":"runtime","step":"await-cri","for":"containerd","because":"no socket","left":299.5}
      """;

  @Test
  void a_torn_last_line_costs_that_line_alone() throws Exception {
    Story story = StoryReader.read(7, BEGUN + "{\"up\":11.5,\"event\":\"resu");

    assertThat(story.state()).isEqualTo("died");
    assertThat(story.steps()).hasSize(1);
    assertThat(story.steps().getFirst().ended()).isNull();
    assertThat(story.steps().getFirst().waits()).hasSize(1);
    assertThat(story.last()).isEqualTo(Duration.ofMillis(10_500));
  }

  @Test
  void a_line_that_was_torn_by_a_full_disk_hides_none_behind_it() throws Exception {
    Story story =
        StoryReader.read(
            7,
            BEGUN
                + "{\"up\":11.5,\"event\":\"resu\n\n"
                + "{\"up\":12,\"event\":\"ended\",\"phase\":\"runtime\",\"step\":\"await-cri\",\"outcome\":\"unchanged\"}\n");

    assertThat(story.steps().getFirst().outcome()).isEqualTo("unchanged");
    assertThat(story.took(story.steps().getFirst())).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void fields_and_events_of_a_later_version_do_no_harm() throws Exception {
    Story story =
        StoryReader.read(
            7,
            BEGUN.replace("\"schema\":1", "\"schema\":1,\"colour\":{\"of\":[\"it\"]}")
                + "{\"up\":11,\"event\":\"eclipse\",\"sun\":null}\n"
                + "{\"up\":12,\"event\":\"verdict\",\"state\":\"succeeded\",\"exitCode\":0,\"failure\":null}\n");

    assertThat(story.number()).isEqualTo(7);
    assertThat(story.state()).isEqualTo("succeeded");
  }

  /** As an older package finds it that took the place of a newer one. */
  @Test
  void a_record_whose_lines_mean_something_else_by_now_is_not_misread() {
    String newer =
        BEGUN
            .replace("\"schema\":1", "\"schema\":2")
            .replace("\"version\":\"1\"", "\"version\":\"9.1\"");

    assertThatThrownBy(() -> StoryReader.read(7, newer))
        .hasMessage(
            "nodeready 9.1 wrote it, in version 2 of the record's shape, and this one reads up to 1");
  }

  @Test
  void an_end_whose_beginning_was_lost_is_told_with_its_time() throws Exception {
    Story story =
        StoryReader.read(
            1,
            "{\"up\":12,\"event\":\"ended\",\"phase\":\"join\",\"step\":\"ready\",\"outcome\":\"unchanged\",\"seconds\":2}\n");

    assertThat(story.steps().getFirst().began()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void what_is_no_record_at_all_reads_as_an_empty_one() throws Exception {
    for (String text : new String[] {"", "\0\0\0", "[1,2]", "{\"up\":\"x\",\"event\":7}", "null"}) {
      assertThat(StoryReader.read(1, text).steps()).as(text).isEmpty();
      assertThat(StoryReader.read(1, text).toReady()).as(text).isEmpty();
    }
  }

  @Test
  void numbers_beyond_all_bounds_do_no_harm() throws Exception {
    Story story =
        StoryReader.read(
            1, "{\"up\":1e999999999,\"event\":\"step\"}\n{\"up\":-5,\"event\":\"step\"}");

    assertThat(story.steps()).hasSize(2);
  }

  @Test
  @Timeout(20)
  void a_time_with_millions_of_digits_reads_as_none() throws Exception {
    for (String time : new String[] {"1e99999999", "1e999999999", "1e-999999999"}) {
      Story story = StoryReader.read(1, "{\"up\":\"" + time + "\",\"event\":\"step\"}");

      assertThat(story.steps().getFirst().began()).as(time).isEqualTo(Duration.ZERO);
    }
  }
}
