package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each state in which a kill may leave a folder, and what the next run makes of it. */
class MovePlanTest {
  private static final MovePlan.Wanted WANTED = new MovePlan.Wanted("9:127", "/containerd");

  private static MovePlan plan(boolean placed, boolean announced) {
    return MovePlan.of(
        new MovePlan.State(
            Optional.empty(), WANTED, placed, announced, Optional.empty(), List.of()));
  }

  private static MovePlan showing(String device, String root) {
    MountTable.Entry entry =
        new MountTable.Entry(device, root, "/var/lib/containerd", "xfs", "/dev/nvme9n1", "rw");
    return MovePlan.of(
        new MovePlan.State(
            Optional.of(entry), WANTED, true, true, Optional.empty(), List.of("/below")));
  }

  @Test
  void a_copy_that_was_killed_in_the_middle_begins_anew() {
    assertThat(plan(false, false)).isEqualTo(new MovePlan.Copy(false));
  }

  @Test
  void killed_between_the_unit_and_the_rename_it_begins_anew_since_daemons_may_have_written() {
    assertThat(plan(false, true)).isEqualTo(new MovePlan.Copy(false));
  }

  @Test
  void killed_behind_the_rename_it_is_only_mounted() {
    assertThat(plan(true, true)).isEqualTo(new MovePlan.Mount());
  }

  @Test
  void a_half_copy_of_the_images_script_is_never_taken_for_a_whole_and_is_kept() {
    assertThat(plan(true, false)).isEqualTo(new MovePlan.Copy(true));
  }

  @Test
  void what_is_mounted_is_left_as_it_is() {
    assertThat(showing("9:127", "/containerd")).isEqualTo(new MovePlan.Done());
    assertThat(showing("9:127", "/kubelet")).isEqualTo(new MovePlan.Others("/dev/nvme9n1"));
    assertThat(showing("259:9", "/")).isEqualTo(new MovePlan.Others("/dev/nvme9n1"));
  }

  @Test
  void a_folder_that_pods_use_stays() {
    MovePlan plan =
        MovePlan.of(
            new MovePlan.State(
                Optional.empty(),
                WANTED,
                false,
                false,
                Optional.empty(),
                List.of("/var/lib/kubelet/pods/x/volumes/t")));

    assertThat(plan)
        .isInstanceOfSatisfying(
            MovePlan.Stay.class, stay -> assertThat(stay.why()).contains("/pods/x/"));
  }

  @Test
  void a_link_stays_a_link() {
    MovePlan plan =
        MovePlan.of(
            new MovePlan.State(
                Optional.empty(),
                WANTED,
                false,
                false,
                Optional.of("/data/containerd"),
                List.of()));

    assertThat(plan).isEqualTo(new MovePlan.Stay("it is a link, and lies in /data/containerd"));
  }

  @Test
  void a_disk_keeps_its_number_when_the_kernel_names_it_otherwise() {
    var before = java.util.Map.of(1, "a", 2, "b", 3, "gone");

    assertThat(Numbers.of(List.of("b", "", "a", ""), before)).containsExactly(2, 3, 1, 4);
    assertThat(Numbers.of(List.of("", ""), java.util.Map.of())).containsExactly(1, 2);
    assertThat(Numbers.of(List.of("a", "a"), before)).containsExactly(1, 2);
  }
}
