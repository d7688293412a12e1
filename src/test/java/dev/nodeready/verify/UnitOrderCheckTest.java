package dev.nodeready.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What systemd-analyze prints of units, in the words of systemd 239 to 257. */
class UnitOrderCheckTest {
  @Test
  void a_circle_is_one_failure_with_its_lines() {
    List<Finding> found =
        UnitOrderCheck.judged(
            """
            multi-user.target: Found ordering cycle on a.service/start
            multi-user.target: Found dependency on b.service/start
            multi-user.target: Job b.service/start deleted to break ordering cycle starting with a.service/start
            """);

    assertThat(found)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.code()).isEqualTo(Code.SYSTEMD_ORDER_CYCLE);
          assertThat(one.weight()).isEqualTo(Weight.FAILURE);
          assertThat(one.evidence()).hasSize(2);
        });
  }

  @Test
  void a_program_of_ours_that_is_missing_is_a_failure_and_names_it() {
    assertThat(
            UnitOrderCheck.judged(
                "nodeready.service: Command /usr/lib/nodeready/bin/nodeready is not executable: No such file"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.code()).isEqualTo(Code.HOST_PROGRAM_NOT_EXECUTABLE);
          assertThat(one.what()).contains("/usr/lib/nodeready/bin/nodeready", "nodeready.service");
        });
  }

  @Test
  void what_is_said_of_units_that_are_not_of_a_boot_is_passed_over() {
    assertThat(
            UnitOrderCheck.judged(
                "/usr/lib/systemd/system/plymouth.service:7: Unknown key name 'X' in section 'Unit'\n"))
        .isEmpty();
    assertThat(
            UnitOrderCheck.judged(
                "/etc/systemd/system/kubelet.service:7: Unknown key name 'X' in section 'Unit'\n"))
        .extracting(Finding::code)
        .containsExactly(Code.SYSTEMD_UNIT_INVALID);
  }
}
