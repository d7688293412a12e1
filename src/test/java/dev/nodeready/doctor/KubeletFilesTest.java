package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubelet will fall over at its next start is found in the files of the machine. */
class KubeletFilesTest {
  @TempDir private Path folder;
  private Ill machine;

  @BeforeEach
  void node() throws Exception {
    machine = new Ill(folder).asNode();
  }

  private Finding finds(Code code) throws Exception {
    List<Finding> found = machine.diagnosis(List.of(KubeletFilesCheck.check())).findings();
    assertThat(found).singleElement().extracting(Finding::code).isEqualTo(code);
    Causes.proved(
        code, On.FILES, "files of a machine that kubelet ends at", found.getFirst().what());
    return found.getFirst();
  }

  @Test
  void a_node_that_is_well_accuses_nobody() throws Exception {
    assertThat(machine.diagnosis(List.of(KubeletFilesCheck.check())).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBELET_SWAP_ON | /proc/swaps | 'Filename Type\n/swap.img file 2 0 -2' | {}",
        "KUBELET_CGROUP_V1 | /sys/fs/cgroup/memory/tasks | 1 | {\"failCgroupV1\": true}",
        "KUBELET_SYSCTL_DIFFERS | /proc/sys/kernel/panic | 0 | {\"protectKernelDefaults\": true}",
        "KUBELET_STATE_OF_OTHER_POLICY | /var/lib/kubelet/cpu_manager_state |"
            + " {\"policyName\":\"static\"} | {}",
        "KUBELET_RESERVED_TOO_MUCH | /proc/meminfo | MemTotal: 1000 kB |"
            + " '{\"kubeReserved\": {\"memory\": \"9Gi\"}}'",
      })
  void what_the_machine_has_is_held_against_what_kubelet_takes(
      Code code, String file, String text, String settings) throws Exception {
    machine.with(file, text + "\n").withSettings(settings);

    Finding finding = finds(code);

    assertThat(finding.weight()).isEqualTo(Finding.Weight.FAILURE);
    assertThat(finding.confidence()).isEqualTo(Confidence.SEEN);
  }

  @Test
  void a_drop_in_that_is_empty_is_named() throws Exception {
    machine
        .with("/etc/kubernetes/kubelet/config.json.d/50-x.conf", "")
        .withFlags("--config-dir=/etc/k");

    assertThat(finds(Code.KUBELET_DROP_IN_BROKEN).what()).contains("50-x.conf");
  }

  @Test
  void a_file_that_a_flag_names_and_that_is_not_there_is_named() throws Exception {
    machine.withFlags("--config=/etc/none.json");

    assertThat(finds(Code.KUBELET_FILE_MISSING).what()).contains("/etc/none.json");
  }

  @Test
  void credentials_that_anybody_may_write_are_named() throws Exception {
    machine.with("/var/lib/kubelet/kubeconfig", "x");
    Files.setPosixFilePermissions(
        machine.root().at("/var/lib/kubelet/kubeconfig"),
        PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(finds(Code.KUBELET_FILE_MODE).evidence().toString()).contains("rw-rw-rw-");
  }

  /** A file that may not be read looks like one that says nothing. */
  @Test
  void what_only_root_may_read_accuses_nobody_to_others() throws Exception {
    machine.with("/var/lib/kubelet/cpu_manager_state", "{}").seenByAnybody();

    assertThat(machine.diagnosis(List.of(KubeletFilesCheck.check())).findings()).isEmpty();
  }

  /** The look changes nothing, unlike that of a boot, which removes a state without pods. */
  @Test
  void the_state_of_another_policy_is_left_where_it_is() throws Exception {
    machine.with("/var/lib/kubelet/cpu_manager_state", "{\"policyName\":\"static\"}");

    finds(Code.KUBELET_STATE_OF_OTHER_POLICY);

    assertThat(machine.root().at("/var/lib/kubelet/cpu_manager_state")).exists();
  }

  @Test
  void a_port_that_is_taken_is_named_although_kubelet_does_not_end_with_its_usual_words()
      throws Exception {
    machine
        .withSettings("{\"healthzPort\": 1}")
        .said(
            "kubelet.service",
            "E1128 12:00:00.0 8 server.go:1] \"Failed to listen and serve\" err=\"listen tcp"
                + " 0.0.0.0:10250: bind: address already in use\"");

    assertThat(machine.diagnosis(List.of(KubeletCheck.check())).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(Code.KUBELET_PORT_TAKEN);
          assertThat(finding.what()).contains("0.0.0.0:10250");
        });
  }
}
