package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.tree.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** boots, analyze and bundle, as they are called. */
@Timeout(120)
class RecordCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void keepTwoRecords() throws Exception {
    root = folder.resolve("root");
    Path boots = Files.createDirectories(root.resolve("var/lib/nodeready/boots"));
    for (int number = 7; number <= 8; number++) {
      Files.writeString(
          boots.resolve("00000%d.jsonl".formatted(number)),
          """
          {"up":4,"event":"run","schema":1,"kind":"boot","command":"daemon","bootId":"b%d","version":"1","at":"2026-01-01T00:00:04.123Z"}
          {"up":4,"event":"step","phase":"join","step":"ready"}
          {"up":6,"event":"ended","phase":"join","step":"ready","outcome":"unchanged"}
          {"up":6,"event":"verdict","state":"degraded","exitCode":3,"failure":{"code":"IMAGE_NOT_FOUND"}}
          """
              .formatted(number));
    }
  }

  @Test
  void boots_are_listed_with_verdict_time_to_ready_and_slowest_step() throws Exception {
    assertThat(run("boots")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern(
            "\n +8  2026-01-01T00:00:04Z  boot +2.000 s  join/ready 2.000 s +degraded IMAGE_NOT_FOUND\n");

    assertThat(run("boots", "-o", "json")).isZero();
    assertThat(JsonObject.read(out.toString(StandardCharsets.UTF_8), "out").toString())
        .contains("number=7", "number=8", "code=IMAGE_NOT_FOUND", "readySeconds=2.0");
  }

  @Test
  void a_boot_is_chosen_by_its_number_or_counted_back() throws Exception {
    assertThat(run("analyze")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("boot 8 of");
    assertThat(run("analyze", "blame", "--boot", "-1")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("boot 7 of");
    assertThat(run("analyze", "critical-path", "--boot", "7", "-o", "svg")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("<svg").endsWith("</svg>\n");
    assertThat(run("analyze", "--boot", "3")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("BOOT_NONE", "nodeready boots");
    assertThat(run("analyze", "blam")).isEqualTo(2);
    assertThat(run("analyze", "-o", "xml")).isEqualTo(2);
    assertThat(run("analyze", "--boot", "x")).isEqualTo(2);
  }

  @Test
  void a_machine_without_records_is_told_so() throws Exception {
    root = Files.createDirectory(folder.resolve("bare"));

    assertThat(run("boots")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("BOOT_NONE", "nodeready init");
    assertThat(run("analyze")).isEqualTo(1);
  }

  @Test
  void a_bundle_is_for_its_owner_alone_and_does_not_follow_a_link() throws Exception {
    Path file = folder.resolve("b.tar.gz");
    assertThat(run("bundle", "-o", file.toString())).isZero();
    assertThat(run("bundle", "-o", file.toString())).as("a second one takes its place").isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(file + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("victim"));
    assertThat(run("bundle", "-o", link.toString())).isEqualTo(75);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("HOST_WRITE_FAILED", "bundle -o -");
    assertThat(folder.resolve("victim")).doesNotExist();
  }

  @Test
  void a_bundle_on_standard_output_has_status_boots_and_analysis() throws Exception {
    Files.createDirectories(root.resolve("run/containerd"));
    try (ScriptedCri _ = ScriptedCri.up(root.resolve("run/containerd/containerd.sock"))) {
      assertThat(run("bundle", "-o", "-")).isZero();
    }

    String tar;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      tar = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(tar)
        .contains("/status.txt", "/boots.txt", "/analysis/timeline.svg", "/CONTENTS.txt")
        .contains("/doctor.txt", "/cri/status.txt", "scripted v1.2.3", "RuntimeReady: true")
        .contains("files/var/lib/nodeready/boots/000008.jsonl", "degraded IMAGE_NOT_FOUND");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("not in it");
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--root";
    all[words.length + 1] = root.toString();
    return new Cli(new Streams(stream(out), stream(err))).run(all);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
