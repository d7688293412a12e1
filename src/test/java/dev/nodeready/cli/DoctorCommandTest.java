package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.doctor.Ill;
import dev.nodeready.report.ExitCode;
import dev.nodeready.tree.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nodeready doctor} on a root that needs no boot, no configuration and no network. */
class DoctorCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private Ill machine;

  @BeforeEach
  void node() throws Exception {
    machine = new Ill(folder).asNode();
  }

  private int doctor(String... words) {
    List<String> line = new ArrayList<>(List.of("doctor", "--root", folder.toString()));
    line.addAll(List.of(words));
    Streams streams = new Streams(new PrintStream(out), new PrintStream(err));
    return new Cli(streams).run(line.toArray(String[]::new));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_keeps_the_node_from_joining_ends_it_with_one_and_stands_first() throws Exception {
    machine.with("/etc/hosts", "10.0.0.9 localhost\n");

    assertThat(doctor("--only", "host_localhost_unresolved")).isEqualTo(ExitCode.FAILED);
    assertThat(text())
        .startsWith("HOST\n  failure: HOST_LOCALHOST_UNRESOLVED (seen)\n    what:     ")
        .contains("    evidence: /etc/hosts:1: 10.0.0.9 localhost\n")
        .contains("    remedy:   add the line");
  }

  @Test
  void what_needs_a_look_ends_it_with_three() throws Exception {
    machine.with("/proc/meminfo", "MemAvailable: 1000 kB\n");

    assertThat(doctor("--only", "HOST_MEMORY_SHORT")).isEqualTo(ExitCode.DEGRADED);
    assertThat(text()).startsWith("HOST\n  warning: HOST_MEMORY_SHORT (seen)\n");
  }

  @Test
  void a_machine_that_is_well_ends_it_with_zero_and_is_told_in_short() {
    assertThat(doctor("--only", "HOST_RAID_DEGRADED")).isZero();
    assertThat(text())
        .startsWith(
            "nothing is wrong, as far as was looked at\nfine:          arrays of local disks");
  }

  @Test
  void programs_get_findings_with_their_evidence() throws Exception {
    machine.with("/proc/mdstat", "md0 : active raid1 a[0]\n      1000 blocks [2/1] [U_]\n");

    assertThat(doctor("--only", "HOST_RAID_DEGRADED", "-o", "json")).isEqualTo(ExitCode.DEGRADED);

    Map<String, ?> document = JsonObject.read(text(), "doctor");
    assertThat(document.get("schema")).isEqualTo(1L);
    assertThat(document).containsKeys("findings", "fine", "notLookedAt");
    assertThat(String.valueOf(document.get("findings")))
        .contains("code=HOST_RAID_DEGRADED", "area=HOST", "weight=warning", "confidence=seen")
        .contains("source=/proc/mdstat:2", "remedy=");
  }

  @Test
  void a_word_that_is_neither_area_nor_code_is_a_mistake_with_a_suggestion() {
    assertThat(doctor("--only", "KUBELET_SWAP_ONN")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("KUBELET_SWAP_ON");
  }

  @Test
  void secrets_in_what_it_shows_are_masked() throws Exception {
    machine.with(
        "/run/nodeready/status.json",
        "{\"schema\": 1, \"state\": \"failed\", \"failure\": {\"code\": \"JOIN_PROXY\", \"tried\": \"x\","
            + " \"happened\": \"http://me:hunter2@proxy refused\", \"remedy\": \"y\"}}");

    assertThat(doctor("--only", "JOIN_PROXY")).isEqualTo(ExitCode.FAILED);
    assertThat(text()).contains("JOIN_PROXY").doesNotContain("hunter2");
  }
}
