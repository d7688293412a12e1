package dev.nodeready.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import dev.nodeready.records.Analysis.View;
import dev.nodeready.records.Span.Kind;
import dev.nodeready.records.Span.Owner;
import dev.nodeready.systemd.ScriptedBus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

@Timeout(30)
class AnalysisTest {
  private static final String RUN =
      """
      {"up":4,"event":"run","schema":1,"number":7,"kind":"boot","command":"daemon","bootId":"b","version":"1.2.3","at":"2026-01-01T00:00:04.123Z"}
      {"up":4,"event":"step","phase":"resolve","step":"node-config"}
      {"up":4.1,"event":"ended","phase":"resolve","step":"node-config","outcome":"unchanged","detail":"cluster quay"}
      {"up":4.1,"event":"step","phase":"runtime","step":"await-cri"}
      {"up":4.2,"event":"wait","phase":"runtime","step":"await-cri","for":"the container runtime","because":"no socket"}
      {"up":6.9,"event":"wait","phase":"runtime","step":"await-cri","for":"the container runtime","because":"not initialized <yet> & \\u0001"}
      {"up":7.0,"event":"resumed","phase":"runtime","step":"await-cri"}
      {"up":7.1,"event":"ended","phase":"runtime","step":"await-cri","outcome":"unchanged","detail":"containerd answers"}
      {"up":7.1,"event":"step","phase":"runtime","step":"sandbox-image"}
      {"up":7.1,"event":"attempt","phase":"runtime","step":"sandbox-image","number":1}
      {"up":7.4,"event":"attempt","phase":"runtime","step":"sandbox-image","number":2}
      {"up":8.0,"event":"ended","phase":"runtime","step":"sandbox-image","outcome":"changed","attempts":2}
      {"up":8.0,"event":"ended","phase":"kubelet","step":"cloud-final","outcome":"skipped"}
      {"up":8.0,"event":"step","phase":"join","step":"ready"}
      """;
  private static final String END =
      """
      {"up":10.0,"event":"ended","phase":"join","step":"ready","outcome":"changed","detail":"n1"}
      {"up":10.1,"event":"verdict","state":"succeeded","exitCode":0}
      """;
  private static final String MACHINE =
      """
      {"up":10.2,"event":"machine","ownKernel":true,"stages":{"firmware":2.5,"loader":0.5,"initrd":1.0,"userspace":2.0,"finish":11},"units":[{"unit":"local-fs.target","started":3.5,"active":3.5},{"unit":"cloud-init-local.service","started":3.6,"active":5.0},{"unit":"nodeready.service","started":3.7,"active":9.9},{"unit":"containerd.service","started":4.5,"active":6.8},{"unit":"kubelet.service","started":8.0},{"unit":"late.service","started":99,"active":100}]}
      """;

  @TempDir private Path folder;

  private static Story story(String... parts) {
    return read(7, String.join("", parts));
  }

  private static Story read(int number, String text) {
    try {
      return StoryReader.read(number, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_timeline_leads_from_the_firmware_to_ready_ours_and_others_apart() {
    Analysis all = Analysis.of(story(RUN, END, MACHINE), View.TIMELINE);

    assertThat(names(all, Owner.MACHINE)).containsExactly("firmware", "loader", "kernel", "initrd");
    assertThat(names(all, Owner.OTHERS))
        .containsExactly("local-fs.target", "cloud-init-local.service");
    assertThat(names(all, Owner.OURS))
        .containsExactly(
            "start of nodeready",
            "resolve/node-config",
            "runtime/await-cri",
            "containerd.service",
            "runtime/sandbox-image",
            "kubelet.service",
            "join/ready");
    assertThat(all.text())
        .startsWith(
            "boot 7 of 2026-01-01T00:00:04Z: succeeded, Ready 12.500 s after the machine's start\n")
        .contains(
            "waited 2.700 s for the container runtime: no socket",
            "at 9.900: attempt 2",
            "kubelet.service (had not ended)");
  }

  @Test
  void blame_begins_with_what_took_longest_and_leaves_out_what_took_no_time() {
    Analysis all = Analysis.of(story(RUN, END, MACHINE), View.BLAME);

    assertThat(all.spans())
        .extracting(Span::name)
        .startsWith("runtime/await-cri", "containerd.service")
        .doesNotContain("local-fs.target");
    assertThat(all.spans().getFirst().waited()).isEqualTo(Duration.ofMillis(2800));
  }

  @Test
  void the_critical_path_has_no_gap_and_leads_over_the_unit_that_was_waited_for() {
    Story story = story(RUN, END, MACHINE);
    List<Span> path = Analysis.of(story, View.CRITICAL_PATH).spans();

    Duration at = story.origin();
    for (Span link : path) {
      assertThat(link.from()).as(link.name()).isLessThanOrEqualTo(at);
      assertThat(link.to()).as(link.name()).isGreaterThan(at);
      at = link.to();
    }
    assertThat(at).isEqualTo(Duration.ofSeconds(10));
    assertThat(path)
        .extracting(Span::name)
        .containsExactly(
            "firmware",
            "loader",
            "kernel",
            "initrd",
            "systemd before nodeready",
            "start of nodeready",
            "resolve/node-config",
            "runtime/await-cri",
            "runtime/sandbox-image",
            "join/ready");
    assertThat(path.get(4).because()).isEqualTo("behind local-fs.target");
    assertThat(path.get(7).because())
        .isEqualTo("containerd.service was starting for 2.300 s of it");
  }

  @Test
  void a_boot_that_failed_is_analyzed_to_its_verdict() {
    Analysis all =
        Analysis.of(
            story(
                RUN,
                "{\"up\":9,\"event\":\"ended\",\"phase\":\"join\",\"step\":\"ready\",\"outcome\":\"failed\",\"detail\":\"JOIN_X: no\"}\n",
                "{\"up\":9.5,\"event\":\"verdict\",\"state\":\"failed\",\"exitCode\":75,\"failure\":{\"code\":\"JOIN_X\",\"happened\":\"no\\nway\",\"remedy\":\"find one\",\"causes\":[{\"code\":\"HOST_X\",\"confidence\":\"seen\",\"what\":\"a wall\",\"remedy\":\"climb\"}]}}\n"),
            View.TIMELINE);

    assertThat(all.text())
        .contains("failed JOIN_X, 5.500 s after its beginning", "no way", "find one")
        .contains("cause:    HOST_X (seen): a wall; climb");
    assertThat(all.svg()).contains("class=\"failed\"");
  }

  @Test
  void a_boot_that_was_cut_off_is_analyzed_as_far_as_it_went() {
    for (View view : View.values()) {
      assertThat(Analysis.of(story(RUN), view).text()).contains("died", "runtime/sandbox-image");
    }
  }

  @Test
  void a_container_has_its_hosts_kernel_and_begins_with_its_userspace() {
    Story story = story(RUN, END, MACHINE.replace("\"ownKernel\":true", "\"ownKernel\":false"));

    assertThat(Analysis.of(story, View.TIMELINE).spans().getFirst().name())
        .isEqualTo("local-fs.target");
    assertThat(story.toReady()).contains(Duration.ofSeconds(8));
  }

  @Test
  void a_later_run_of_the_same_boot_shows_the_one_before_it_as_a_link() {
    Story failed =
        story(
            RUN,
            "{\"up\":9.5,\"event\":\"verdict\",\"state\":\"failed\",\"exitCode\":75,\"failure\":{\"code\":\"JOIN_X\"}}\n");
    Story next = later(failed);

    List<Span> path = Analysis.of(next, View.CRITICAL_PATH).spans();
    assertThat(path)
        .extracting(Span::name)
        .containsSubsequence("boot 7", "pause before another try", "join/ready");
    assertThat(path.stream().filter(span -> span.kind() == Kind.RUN).findFirst().orElseThrow())
        .extracting(Span::detail)
        .isEqualTo("failed JOIN_X");
  }

  @Test
  void a_restart_on_a_joined_node_does_not_count_from_the_machines_start() {
    Story again = later(story(RUN, END, MACHINE));

    assertThat(again.toReady()).contains(Duration.ofSeconds(1));
    assertThat(Analysis.of(again, View.TIMELINE).title()).contains("after its beginning");
  }

  private static Story later(Story before) {
    return read(
            8,
            """
            {"up":20,"event":"run","schema":1,"number":8,"kind":"boot","command":"daemon","bootId":"b"}
            {"up":20,"event":"step","phase":"join","step":"ready"}
            {"up":21,"event":"ended","phase":"join","step":"ready","outcome":"unchanged"}
            {"up":21,"event":"verdict","state":"succeeded","exitCode":0}
            """
                + MACHINE)
        .after(List.of(before));
  }

  @Test
  void the_picture_stands_alone_and_is_well_formed_whatever_was_said() throws Exception {
    for (View view : View.values()) {
      String svg = Analysis.of(story(RUN, END, MACHINE), view).svg();
      Document parsed = parsed(svg);
      assertThat(parsed.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(parsed.getElementsByTagName("rect").getLength()).isGreaterThan(8);
      assertThat(svg)
          .contains("prefers-color-scheme:dark", "not initialized &lt;yet&gt; &amp; ?")
          .doesNotContain("href", "<script", "url(", "@import");
    }
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void the_picture_of_the_readme_is_one_of_a_boot_that_is_ready() throws Exception {
    assertThat(Files.readString(Path.of("README.md"))).contains("](.github/boot.svg)");
    String svg = Files.readString(Path.of(".github/boot.svg"));
    assertThat(parsed(svg).getElementsByTagName("title").item(0).getTextContent())
        .containsPattern("^boot \\d+ of .*: succeeded, Ready ");
    assertThat(svg).contains("prefers-color-scheme:dark", "join/ready", "containerd.service");
  }

  @Test
  void no_bar_lies_outside_of_the_picture() throws Exception {
    Story story = story(RUN, END, MACHINE);
    String svg = Analysis.of(story, View.TIMELINE).svg();
    for (String rect : svg.lines().filter(line -> line.contains("height=\"12\"")).toList()) {
      int x = Integer.parseInt(rect.replaceAll(".* x=\"(\\d+)\".*", "$1"));
      int width = Integer.parseInt(rect.replaceAll(".* width=\"(\\d+)\".*", "$1"));
      assertThat(x).isGreaterThanOrEqualTo(290);
      assertThat(x + width).as(rect).isLessThanOrEqualTo(290 + 560 + 3);
    }
  }

  @Test
  void the_boot_that_the_machine_is_in_is_told_with_all_of_its_units() throws Exception {
    try (ScriptedBus _ =
        ScriptedBus.at(folder.resolve("run/systemd/private"))
            .running("containerd.service")
            .running("slow-disk.mount")
            .running("own.service")) {
      Story live = Analysis.asSystemdKnows(story(RUN, END), new Root(folder));

      assertThat(live.machine()).isNotNull();
      assertThat(live.machine().units())
          .extracting(Story.UnitSpan::name)
          .containsExactlyInAnyOrder("containerd.service", "slow-disk.mount", "own.service");
    }
    Story kept = story(RUN, END);
    assertThat(Analysis.asSystemdKnows(kept, new Root(folder))).isEqualTo(kept);
  }

  private static List<String> names(Analysis analysis, Owner owner) {
    return analysis.spans().stream().filter(span -> span.owner() == owner).map(Span::name).toList();
  }
}
