package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are kubelet 1.34's. */
class KubeletWordsTest {
  private static final String HEAD =
      "E1128 12:09:37.788303    5653 run.go:72] \"command failed\" err=";
  private static final String FLAG = HEAD + "\"failed to parse kubelet flag: unknown flag: --foo\"";
  private static final String API =
      HEAD
          + "\"failed to run Kubelet: failed to load bootstrap client config: connection refused\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"failed to parse kubelet flag: unknown flag: --foo\"",
        "\"failed to set feature gates from initial flags-based config: unrecognized feature gate: X\"",
        "\"failed to load kubelet config file, path: /a, error: failed to decode: json: cannot\"",
        "\"failed to validate kubelet configuration, error: invalid configuration: a must be less\"",
        "\"failed to run Kubelet: running with swap on is not supported, please disable swap\""
      })
  void what_its_flags_or_files_say_is_for_good(String reason) {
    assertThat(KubeletWords.forGood(List.of("Starting kubelet", HEAD + reason)))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("\"command failed\" err=\"failed to"));
  }

  /** It ends by itself there, without the words that it has for the end of its command. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Failed to start ContainerManager\" err=\"invalid kernel flag: kernel/panic, expected value:"
            + " 10, actual value: 0\"",
        "\"Failed to start ContainerManager\" err=\"start cpu manager error: could not restore state"
            + " from checkpoint: checkpoint is corrupted\"",
        "\"Failed to start ContainerManager\" err=\"invalid Node Allocatable configuration. Resource"
            + " \\\"memory\\\" has a reservation of {{9 0}} but capacity of {{1 0}}.\""
      })
  void what_ends_it_from_its_inside_is_for_good_too(String reason) {
    String line = "E1128 22:13:36.775126   16025 kubelet.go:1704] " + reason;

    assertThat(KubeletWords.forGood(List.of("Starting kubelet", line, "Stopped kubelet")))
        .hasValueSatisfying(why -> assertThat(why).startsWith("\"Failed to start Con"));
  }

  @Test
  void a_port_that_is_taken_ends_it_and_may_be_free_later() {
    String line =
        "E1128 22:13:58.673141 1 server.go:199] \"Failed to listen and serve\" err=\"listen tcp"
            + " 0.0.0.0:10250: bind: address already in use\"";

    assertThat(KubeletWords.lastEnd(List.of("Starting kubelet", line))).isEqualTo(1);
    assertThat(KubeletWords.forGood(List.of("Starting kubelet", line))).isEmpty();
  }

  @Test
  void a_forbidden_label_is_for_good_though_its_reason_has_several_lines() {
    List<String> lines =
        List.of(
            HEAD + "<",
            "\tfailed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified",
            "\t--node-labels in the 'kubernetes.io' namespace must begin with an allowed prefix",
            " >");
    assertThat(KubeletWords.forGood(lines))
        .hasValueSatisfying(why -> assertThat(why).contains("must begin with an allowed prefix"));
  }

  @Test
  void an_api_server_that_is_late_may_come() {
    assertThat(KubeletWords.forGood(List.of(API, "Stopped kubelet"))).isEmpty();
    assertThat(KubeletWords.forGood(List.of())).isEmpty();
  }

  @Test
  void only_its_latest_end_counts() {
    assertThat(KubeletWords.forGood(List.of(FLAG, "Starting kubelet", API))).isEmpty();
    assertThat(KubeletWords.forGood(List.of(API, "Starting kubelet", FLAG))).isPresent();
  }
}
