package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrayPlanTest {
  private static final Disk BLANK = new Disk("", new Contents.Blank());

  private static Disk part(String array, int of) {
    return new Disk("", new Contents.ArrayMember("any:kubernetes", array), "raid0", of);
  }

  private static Disk mirror(int of) {
    Contents.ArrayMember member = new Contents.ArrayMember("kubernetes", "u:1");
    return new Disk("", new Contents.InUse(List.of("held by md127"), member), "raid10", of);
  }

  private static Disk carrying(Contents contents) {
    return new Disk("", contents);
  }

  private static List<Disk> disks(Disk... of) {
    return IntStream.range(0, of.length)
        .mapToObj(at ->
            new Disk("/dev/nvme" + (at + 1) + "n1", of[at].contents(), of[at].level(), of[at].of()))
        .toList();
  }

  private static ArrayPlan plan(Strategy strategy, Disk... of) {
    return ArrayPlan.of(strategy, disks(of), "");
  }

  private static Failure refused(ArrayPlan plan) {
    assertThat(plan).isInstanceOf(ArrayPlan.Refuse.class);
    return ((ArrayPlan.Refuse) plan).failure();
  }

  @Test
  void blank_disks_become_an_array_as_after_a_stop_and_start() {
    assertThat(plan(Strategy.RAID0, BLANK, BLANK))
        .isEqualTo(new ArrayPlan.Make(List.of(), List.of("/dev/nvme1n1", "/dev/nvme2n1")));
    assertThat(plan(Strategy.RAID0, BLANK)).isInstanceOf(ArrayPlan.Make.class);
    assertThat(plan(Strategy.RAID10, BLANK, BLANK, BLANK, BLANK))
        .isInstanceOf(ArrayPlan.Make.class);
  }

  @Test
  void three_disks_are_too_few_for_mirrors() {
    Failure failure = refused(plan(Strategy.RAID10, BLANK, BLANK, BLANK));

    assertThat(failure.code()).isEqualTo(Code.HOST_DISKS_TOO_FEW);
    assertThat(failure.happened()).contains("takes 4 disks").contains("/dev/nvme3n1");
  }

  @Test
  void one_disk_with_something_on_it_has_none_of_them_touched() {
    for (Contents foreign :
        List.of(
            new Contents.PartitionTable("gpt"),
            new Contents.Lvm("uuid"),
            new Contents.FileSystem("xfs", "", "uuid"),
            new Contents.FileSystem("ext4", "data", "uuid"),
            new Contents.Unfinished("xfs"),
            new Contents.Unknown("data at its beginning"),
            new Contents.InUse(List.of("swap space"), new Contents.Blank()),
            new Contents.ArrayMember("host:backup", "u:1"))) {
      for (Disk other : List.of(BLANK, part("u:1", 2))) {
        Failure failure =
            refused(ArrayPlan.of(Strategy.RAID0, disks(other, carrying(foreign)), "u:1"));

        assertThat(failure.code()).isEqualTo(Code.HOST_DISKS_FOREIGN);
        assertThat(failure.happened()).isEqualTo("/dev/nvme2n1 is or carries " + foreign.words());
        assertThat(failure.remedy()).contains("/dev/nvme2n1");
      }
    }
  }

  @Test
  void an_array_of_ours_is_taken_again() {
    assertThat(plan(Strategy.RAID0, part("u:1", 2), part("u:1", 2)))
        .isEqualTo(
            new ArrayPlan.Take("u:1", List.of("/dev/nvme1n1", "/dev/nvme2n1"), false, List.of()));
  }

  @Test
  void a_disk_that_came_later_is_told_and_left_alone() {
    ArrayPlan plan = plan(Strategy.RAID0, part("u:1", 2), BLANK, part("u:1", 2));

    assertThat(plan)
        .isEqualTo(
            new ArrayPlan.Take(
                "u:1",
                List.of("/dev/nvme1n1", "/dev/nvme3n1"),
                false,
                List.of("the array has no use for /dev/nvme2n1")));
  }

  @Test
  void a_stripe_that_lacks_a_disk_is_never_made_anew_by_itself() {
    for (String making : List.of("", "u:2")) {
      Failure failure = refused(ArrayPlan.of(Strategy.RAID0, disks(part("u:1", 2), BLANK), making));

      assertThat(failure.code()).isEqualTo(Code.HOST_DISKS_ARRAY_INCOMPLETE);
      assertThat(failure.happened()).contains("made of 2 disks, and only /dev/nvme1n1 is there");
      assertThat(failure.remedy()).contains("wipefs -a /dev/nvme1n1");
    }
  }

  @Test
  void mirrors_that_lack_a_disk_are_taken_and_told() {
    ArrayPlan plan = plan(Strategy.RAID10, mirror(4), mirror(4), mirror(4));

    assertThat(plan)
        .isInstanceOfSatisfying(
            ArrayPlan.Take.class,
            take -> {
              assertThat(take.degraded()).isTrue();
              assertThat(take.notes().getFirst()).contains("made of 4 disks");
            });
  }

  @Test
  void an_array_whose_making_was_killed_in_the_middle_is_made_from_the_start() {
    assertThat(ArrayPlan.of(Strategy.RAID0, disks(part("u:1", 3), BLANK, BLANK), "u:1"))
        .isEqualTo(
            new ArrayPlan.Make(
                List.of("/dev/nvme1n1"), List.of("/dev/nvme1n1", "/dev/nvme2n1", "/dev/nvme3n1")));
  }

  @Test
  void an_array_that_is_whole_is_taken_although_its_file_system_was_never_made() {
    assertThat(ArrayPlan.of(Strategy.RAID0, disks(part("u:1", 2), part("u:1", 2)), "u:1"))
        .isInstanceOf(ArrayPlan.Take.class);
  }

  @Test
  void parts_of_two_arrays_are_left_alone() {
    Failure failure = refused(plan(Strategy.RAID0, part("u:1", 2), part("u:2", 2)));

    assertThat(failure.code()).isEqualTo(Code.HOST_DISKS_FOREIGN);
    assertThat(failure.happened()).contains("UUID u:1").contains("UUID u:2");
  }

  @Test
  void an_array_of_another_level_stays_what_it_is() {
    Disk[] four = new Disk[4];
    Arrays.fill(four, part("u:1", 4));

    assertThat(plan(Strategy.RAID10, four))
        .isInstanceOfSatisfying(
            ArrayPlan.Take.class,
            take -> assertThat(take.notes()).singleElement().asString().contains("raid0"));
  }

  @Test
  void a_disk_is_formatted_only_where_it_never_held_anything() {
    assertThat(format(new Contents.Blank())).isEqualTo(new FormatPlan.Make(false));
    assertThat(format(new Contents.Unfinished("xfs"))).isEqualTo(new FormatPlan.Make(true));
    for (Contents other :
        List.of(
            new Contents.FileSystem("ext4", "", "uuid"),
            new Contents.ArrayMember("kubernetes", "u:1"),
            new Contents.PartitionTable("dos"),
            new Contents.Lvm("u"),
            new Contents.Other("crypto_LUKS"),
            new Contents.Unknown("data"),
            new Contents.InUse(List.of("held by dm-0"), new Contents.Blank()))) {
      assertThat(format(other)).isInstanceOf(FormatPlan.Refuse.class);
    }
  }

  @Test
  void a_file_system_is_taken_again_by_its_uuid_mounted_or_not() {
    Contents xfs = new Contents.FileSystem("xfs", "", "uuid");

    assertThat(format(xfs)).isEqualTo(new FormatPlan.Take("xfs", "uuid"));
    assertThat(format(new Contents.InUse(List.of("mounted at /mnt"), xfs)))
        .isEqualTo(new FormatPlan.Take("xfs", "uuid"));
  }

  private static FormatPlan format(Contents contents) {
    return FormatPlan.of(new Disk("/dev/x", contents), FileSystemKind.STORE);
  }
}
