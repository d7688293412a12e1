package dev.nodeready.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.records.Analysis.View;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeLogTest {
  private static final String START =
      """
      [    4.500000] node systemd[1]: Starting containerd.service - containerd container runtime...
      [    4.600000] node containerd[125]: time="2026-01-01T00:00:04Z" level=info msg="starting containerd" revision=1 version=2.2.1
      [    4.650000] node containerd[125]: time="2026-01-01T00:00:04Z" level=info msg="containerd successfully booted in 0.05s"
      [    4.660000] node containerd[125]: time="2026-01-01T00:00:04Z" level=info msg="Start recovering state"
      [    6.660000] node containerd[125]: time="2026-01-01T00:00:06Z" level=info msg="Start event monitor"
      """;
  private static final String RECORD =
      """
      {"up":4,"event":"run","schema":1,"number":7,"kind":"boot","command":"daemon","bootId":"b","version":"1","at":"2026-01-01T00:00:04.123Z"}
      {"up":4,"event":"step","phase":"runtime","step":"await-cri"}
      {"up":7,"event":"ended","phase":"runtime","step":"await-cri","outcome":"unchanged"}
      {"up":7.1,"event":"verdict","state":"succeeded","exitCode":0}
      """;

  @Test
  void a_start_is_told_apart_from_the_recovery_behind_it() {
    List<Span> spans = RuntimeLog.stretches(START);

    assertThat(spans)
        .extracting(Span::name)
        .containsExactly("containerd loads its plugins", "containerd recovers what ran");
    assertThat(spans)
        .extracting(Span::took)
        .containsExactly(Duration.ofMillis(50), Duration.ofSeconds(2));
  }

  @Test
  void each_start_of_a_runtime_that_falls_over_is_told() {
    String fallen = START.lines().limit(2).reduce("", (all, line) -> all + line + "\n");

    assertThat(RuntimeLog.stretches(fallen)).isEmpty();
    assertThat(RuntimeLog.stretches(fallen + START)).hasSize(2);
    assertThat(RuntimeLog.stretches(START + START.replace("[    ", "[   1"))).hasSize(4);
  }

  @Test
  void they_stand_in_the_timeline_of_the_boot_that_they_are_of_and_bend_no_critical_path()
      throws Exception {
    Story story = StoryReader.read(7, RECORD);
    List<Span> known = RuntimeLog.stretches(START + START.replace("[    ", "[   9"));

    assertThat(Analysis.of(story, View.TIMELINE, known).text())
        .contains("containerd recovers what ran", "2.000")
        .doesNotContain("94.");
    assertThat(Analysis.of(story, View.CRITICAL_PATH, known).spans())
        .isEqualTo(Analysis.of(story, View.CRITICAL_PATH).spans());
  }
}
