package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which volumes are formatted, taken or left alone. */
class FileSystemsTest {
  private static final FileSystemKind EXT4 =
      FileSystemKind.ofVolume("ext4", List.of("/srv/x")).orElseThrow();

  @TempDir Path folder;

  @Test
  void a_volume_of_ours_is_taken_again_whatever_its_type() {
    assertThat(plan(new Contents.FileSystem("xfs", "nodeready", "u")))
        .isEqualTo(new FormatPlan.Take("xfs", "u"));
    assertThat(
            plan(
                new Contents.InUse(
                    List.of("mounted at /x"), new Contents.FileSystem("ext4", "nodeready", "u"))))
        .isEqualTo(new FormatPlan.Take("ext4", "u"));
  }

  /** As on a volume from a snapshot; whoever made it, it is not formatted. */
  @Test
  void a_file_system_of_somebody_else_is_used_as_it_is() {
    assertThat(plan(new Contents.FileSystem("ext4", "", "u")))
        .isEqualTo(new FormatPlan.Take("ext4", "u"));
    assertThat(plan(new Contents.FileSystem("xfs", "data", "u")))
        .isEqualTo(new FormatPlan.Take("xfs", "u"));
    assertThat(
            plan(
                new Contents.InUse(
                    List.of("mounted at /srv/x", "mounted at /mnt/k8s-volumes/u"),
                    new Contents.FileSystem("xfs", "", "u"))))
        .isEqualTo(new FormatPlan.Take("xfs", "u"));
  }

  @Test
  void what_serves_others_or_cannot_be_mounted_is_left_alone() {
    Contents xfs = new Contents.FileSystem("xfs", "", "u");
    for (Contents other :
        List.of(
            new Contents.InUse(List.of("mounted at /"), xfs),
            new Contents.InUse(List.of("mounted at /srv/x", "mounted at /data"), xfs),
            new Contents.InUse(List.of("held by dm-0"), xfs),
            new Contents.FileSystem("xfs", "", ""),
            new Contents.FileSystem("btrfs", "nodeready", "u"),
            new Contents.Unknown("data"),
            new Contents.InUse(List.of("swap space"), new Contents.Blank()))) {
      assertThat(plan(other)).as(other.words()).isInstanceOf(FormatPlan.Refuse.class);
    }
  }

  private static final FileSystems.Past NEVER = new FileSystems.Past(true, false, false);
  private static final FileSystems.Past BEGUN = new FileSystems.Past(true, true, false);
  private static final FileSystems.Past UNUSED = new FileSystems.Past(true, true, true);

  private static FormatPlan plan(Contents contents, FileSystems.Past past) {
    return FileSystems.plan(new Disk("/dev/x", contents), EXT4, past);
  }

  @Test
  void a_file_system_that_was_once_mounted_is_not_made_anew_for_a_note_that_was_left_behind() {
    Contents ext4 = new Contents.FileSystem("ext4", "nodeready", "u");
    assertThat(plan(ext4, UNUSED)).isEqualTo(new FormatPlan.Make(true));
    assertThat(plan(ext4, BEGUN)).isEqualTo(new FormatPlan.Take("ext4", "u"));
    // mkfs.xfs marks what it has not ended.
    assertThat(plan(new Contents.FileSystem("xfs", "nodeready", "u"), UNUSED))
        .isEqualTo(new FormatPlan.Take("xfs", "u"));
  }

  /** Its label is not ours, so no note of ours is about it. */
  @Test
  void a_file_system_of_somebody_else_is_never_made_anew() {
    assertThat(plan(new Contents.FileSystem("ext4", "", "u"), UNUSED))
        .isEqualTo(new FormatPlan.Take("ext4", "u"));
  }

  @Test
  void what_could_not_be_read_is_not_made_anew_for_a_note() {
    assertThat(plan(new Contents.Unknown("it cannot be read: input/output error"), BEGUN))
        .isInstanceOf(FormatPlan.Refuse.class);
    assertThat(plan(new Contents.Unknown(Contents.Unknown.UNSIGNED + ", but data"), BEGUN))
        .isEqualTo(new FormatPlan.Make(true));
  }

  @Test
  void an_xfs_that_somebody_else_is_making_or_restoring_is_left_alone() {
    assertThat(plan(new Contents.Unfinished("xfs"), NEVER)).isInstanceOf(FormatPlan.Refuse.class);
    assertThat(plan(new Contents.Unfinished("xfs"), BEGUN)).isEqualTo(new FormatPlan.Make(true));
  }

  @Test
  void xfs_and_ext4_are_made_and_no_other() {
    assertThat(FileSystemKind.ofVolume("", List.of()).orElseThrow().command("/dev/x", false))
        .containsExactly("mkfs.xfs", "-K", "-L", "nodeready", "/dev/x");
    assertThat(EXT4.command("/dev/x", true))
        .containsExactly("mkfs.ext4", "-q", "-E", "nodiscard", "-L", "nodeready", "-F", "/dev/x");
    assertThat(FileSystemKind.ofVolume("btrfs", List.of())).isEmpty();
  }

  @Test
  void a_making_is_remembered_for_this_very_disk() {
    Makings makings = new Makings(new Root(folder));
    makings.begin(disk("vol1", 4096));
    assertThat(new Makings(new Root(folder)).begun(disk("vol1", 4096))).isTrue();
    assertThat(makings.begun(disk("vol2", 4096))).isFalse();
    assertThat(makings.begun(disk("vol1", 8192))).isFalse();
    makings.end(disk("vol1", 4096));
    assertThat(makings.begun(disk("vol1", 4096))).isFalse();
  }

  @Test
  void a_disk_without_a_serial_is_never_taken_for_one_that_was_begun() {
    Makings makings = new Makings(new Root(folder));
    makings.begin(disk("", 4096));
    assertThat(makings.begun(disk("", 4096))).isFalse();
  }

  private static BlockDevice disk(String serial, long bytes) {
    return new BlockDevice("vdb", "253:16", bytes, serial, "", false, List.of(), List.of());
  }

  private static FormatPlan plan(Contents contents) {
    return FormatPlan.of(new Disk("/dev/x", contents), EXT4);
  }
}
