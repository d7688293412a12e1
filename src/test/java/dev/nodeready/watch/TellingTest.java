package dev.nodeready.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.logging.Redaction;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TellingTest {
  private static final Failure GONE =
      Failure.passing(
          Code.IMAGE_NOT_STORED, "keep pause:1", "https://u:hunter2@proxy said so", "bring it");

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private final List<String> events = new ArrayList<>();

  private Telling telling() {
    return new Telling(
        new Root(folder),
        "/srv/node.prom",
        (warning, reason, message) -> events.add(warning + " " + reason + ": " + message),
        Redaction::redact,
        time);
  }

  private String text(String path) throws Exception {
    return Files.readString(folder.resolve(path));
  }

  @Test
  void each_change_is_one_event_and_stands_in_status_and_metrics_as_long_as_it_is_so()
      throws Exception {
    try (Telling telling = telling()) {
      telling.tell(List.of(new Change.Began(GONE)), List.of(new Finding(GONE, time.now(), null)));
      assertThat(text("run/nodeready/watch.json"))
          .contains("\"code\": \"IMAGE_NOT_STORED\"", "\"since\": \"2026-01-01T00:00:00Z\"");
      assertThat(text("run/nodeready/watch.prom"))
          .contains("nodeready_watch_findings{code=\"IMAGE_NOT_STORED\"} 1\n");
      assertThat(text("srv/node-watch.prom")).isEqualTo(text("run/nodeready/watch.prom"));

      telling.tell(List.of(), List.of(new Finding(GONE, time.now(), null)));
      telling.tell(
          List.of(
              new Change.Mended("pause:1 imported"), new Change.Over(GONE, Duration.ofSeconds(3))),
          List.of());
      assertThat(text("run/nodeready/watch.json"))
          .contains("\"findings\": []", "\"mended\": 1", "\"lastMended\": \"pause:1 imported\"");
      assertThat(text("run/nodeready/watch.prom"))
          .contains("nodeready_watch_mended 1\n")
          .doesNotContain("IMAGE_NOT_STORED");
    }
    assertThat(events)
        .containsExactly(
            "true ImageNotStored: IMAGE_NOT_STORED: tried to keep pause:1, but"
                + " https://u:***@proxy said so; bring it",
            "false Mended: pause:1 imported",
            "false ImageNotStoredOver: over after 3 s: IMAGE_NOT_STORED, could not keep pause:1");
  }

  @Test
  void nothing_is_written_where_nothing_is_new_but_a_sign_of_life() throws Exception {
    try (Telling telling = telling()) {
      telling.tell(List.of(), List.of());
      String first = text("run/nodeready/watch.prom");
      time.advance(Duration.ofMinutes(4));
      telling.tell(List.of(), List.of());
      assertThat(text("run/nodeready/watch.prom")).isEqualTo(first);
      time.advance(Duration.ofMinutes(1));
      telling.tell(List.of(), List.of());
      assertThat(text("run/nodeready/watch.prom")).isNotEqualTo(first);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void a_watch_that_ends_leaves_nothing_to_be_read_as_if_it_went_on() throws Exception {
    Telling telling = telling();
    telling.tell(List.of(), List.of());
    assertThat(WatchFile.read(new Root(folder))).isPresent();
    telling.close();
    assertThat(WatchFile.read(new Root(folder))).isEmpty();
    assertThat(folder.resolve("run/nodeready/watch.prom")).doesNotExist();
    assertThat(folder.resolve("srv/node-watch.prom")).doesNotExist();
  }
}
