package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A boot that fails names what lies behind its failure, where that is sure and says more. */
class BehindFailureTest {
  private static final String FULL =
      "containerd: mkdir /var/lib/containerd/io.containerd.x: no space left on device";

  @TempDir private Path folder;

  private Ill ill() throws Exception {
    return new Ill(folder)
        .with("/etc/hosts", "127.0.0.1 localhost\n")
        .with("/etc/eks/containerd-version.txt", "containerd 2.1.4");
  }

  private static Failure failed(Code code) {
    return Failure.passing(code, "wait for it", "it did not come");
  }

  private static List<Cause> behind(Ill machine, Code code) {
    return new BehindFailure(machine.patient(), UnaryOperator.identity()).of(failed(code));
  }

  @Test
  void the_cause_of_a_runtime_that_is_away_is_what_its_log_says_and_not_that_it_is_away()
      throws Exception {
    List<Cause> causes = behind(ill().said("containerd.service", FULL), Code.CRI_UNIT_FAILED);

    assertThat(causes)
        .singleElement()
        .satisfies(cause -> {
          assertThat(cause.code()).isEqualTo(Code.HOST_DISK_FULL);
          assertThat(cause.confidence()).isEqualTo("seen");
        });
  }

  /** A log may hold anything, and the status file is for every user. */
  @Test
  void lines_of_a_log_are_no_evidence_for_everybody() throws Exception {
    List<Cause> causes = behind(ill().said("containerd.service", FULL), Code.CRI_UNIT_FAILED);

    assertThat(causes.getFirst().evidence()).isEmpty();
  }

  @Test
  void of_two_faults_both_are_named_and_the_one_that_blocks_first_stands_first() throws Exception {
    Ill machine =
        ill()
            .asNode()
            .with("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 2 0 -2\n")
            .with("/proc/mounts", "/dev/sda / ext4 rw 0 0\n/dev/sdb /var/lib/kubelet xfs ro 0 0\n");

    assertThat(behind(machine, Code.KUBELET_UNIT_FAILED))
        .extracting(Cause::code)
        .containsSubsequence(Code.HOST_READ_ONLY, Code.KUBELET_SWAP_ON);
  }

  @Test
  void a_guess_is_no_cause() throws Exception {
    Ill machine = ill().with("/proc/sys/kernel/random/entropy_avail", "3\n");

    assertThat(behind(machine, Code.CRI_SILENT)).isEmpty();
  }

  @Test
  void a_failure_that_says_all_has_no_cause_behind_it() throws Exception {
    assertThat(behind(ill(), Code.CONFIG_FIELD_MISSING)).isEmpty();
    assertThat(behind(ill(), Code.CRI_SOCKET_ABSENT)).isEmpty();
  }

  @Test
  void a_failure_tells_its_causes_in_its_line_and_to_programs() {
    Failure failure =
        failed(Code.CRI_SOCKET_ABSENT)
            .causedBy(
                List.of(
                    new Cause(
                        Code.HOST_DISK_FULL, "seen", "it is full", List.of("df: 0"), "make room")));

    assertThat(failure.toSentence())
        .contains("cause (seen): HOST_DISK_FULL: it is full; make room");
    assertThat(String.valueOf(failure.members().get("causes"))).contains("HOST_DISK_FULL", "df: 0");
    assertThat(failed(Code.CRI_SOCKET_ABSENT).members()).doesNotContainKey("causes");
  }
}
