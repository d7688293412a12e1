package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools are the machine's own; a file stands for the device where it does as well. */
class ContentsProbeTest {
  private static final int SIZE = 64 << 20;

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void a_disk() throws IOException {
    Files.createDirectories(folder.resolve("dev"));
    disk = folder.resolve("dev/vdb");
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(SIZE);
    }
  }

  @Test
  void zeros_are_blank() throws Exception {
    assertThat(contents()).isEqualTo(new Contents.Blank());
  }

  @Test
  void a_file_system_is_told_with_its_label_and_uuid() throws Exception {
    run("mkfs.ext4", "-q", "-L", "a label", "-U", "11111111-2222-3333-4444-555555555555");
    assertThat(contents())
        .isEqualTo(
            new Contents.FileSystem("ext4", "a label", "11111111-2222-3333-4444-555555555555"));
  }

  @Test
  void data_without_a_signature_is_not_blank() throws Exception {
    write(4711, "somebody's");
    assertThat(contents()).isInstanceOf(Contents.Unknown.class);
  }

  @Test
  void data_at_the_very_end_is_not_blank() throws Exception {
    write(SIZE - 10, "somebody's");
    assertThat(contents()).isInstanceOf(Contents.Unknown.class);
  }

  @Test
  void what_is_left_of_a_file_system_whose_signature_was_wiped_is_not_blank() throws Exception {
    run("mkfs.ext4", "-q");
    run("wipefs", "-q", "--all");
    assertThat(contents()).isInstanceOf(Contents.Unknown.class);
  }

  /** Partitions begin at 1 MiB; without their table nothing else tells of them. */
  @Test
  void a_file_system_in_a_partition_whose_table_is_gone_is_not_blank() throws Exception {
    run("mkfs.ext4", "-q", "-E", "offset=1048576", "-F");
    assertThat(contents()).isInstanceOf(Contents.Unknown.class);
  }

  @Test
  void an_ext4_that_was_never_mounted_is_told_from_one_that_was() throws Exception {
    run("mkfs.ext4", "-q");
    assertThat(ContentsProbe.isNeverMountedExt4(disk)).isTrue();
    run("tune2fs", "-C", "1");
    assertThat(ContentsProbe.isNeverMountedExt4(disk)).isFalse();
  }

  @Test
  void a_device_that_is_not_there_is_not_blank() throws Exception {
    Files.delete(disk);
    assertThat(contents()).isInstanceOf(Contents.Unknown.class);
  }

  @Test
  void a_device_that_is_smaller_than_the_kernel_says_is_not_blank() throws Exception {
    assertThat(ContentsProbe.edges(disk, SIZE + 1L)).isInstanceOf(Contents.Unknown.class);
  }

  @Test
  void a_disk_whose_partitions_the_kernel_knows_is_not_blank() throws Exception {
    assertThat(contents(List.of("vdb1"), List.of())).isInstanceOf(Contents.PartitionTable.class);
  }

  @Test
  void who_uses_it_is_told_beside_what_it_carries() throws Exception {
    proc("self/mountinfo", "30 1 253:16 / /data rw - ext4 /dev/vdb rw\n");
    proc("1/mountinfo", "31 1 253:16 /x /other rw - ext4 /dev/vdb rw\n");
    assertThat(contents(List.of(), List.of("md127")))
        .isEqualTo(
            new Contents.InUse(
                List.of("held by md127", "mounted at /data", "mounted at /other"),
                new Contents.Blank()));
  }

  @Test
  void swap_is_in_use() throws Exception {
    proc("swaps", "Filename\tType\tSize\tUsed\tPriority\n/dev/vdb partition 1 0 -2\n");
    assertThat(contents())
        .isEqualTo(new Contents.InUse(List.of("swap space"), new Contents.Blank()));
  }

  @Test
  void mounts_of_others_are_not_its_own() throws Exception {
    proc("self/mountinfo", "30 1 253:1 / / rw - ext4 /dev/vda1 rw\n");
    proc("swaps", "Filename\tType\tSize\tUsed\tPriority\n/dev/vdb2 partition 1 0 -2\n");
    assertThat(contents()).isEqualTo(new Contents.Blank());
  }

  /** As blkid 2.37 to 2.39 print them. */
  @Test
  void signatures_are_told_apart() {
    assertThat(named("TYPE=linux_raid_member\nUSAGE=raid\nLABEL=node:kubernetes\nUUID=a-b\n"))
        .isEqualTo(new Contents.ArrayMember("node:kubernetes", "a-b"));
    assertThat(named("UUID=Cx9\nVERSION=LVM2 001\nTYPE=LVM2_member\nUSAGE=raid\n"))
        .isEqualTo(new Contents.Lvm("Cx9"));
    assertThat(named("PTUUID=c5ab\nPTTYPE=gpt\n")).isEqualTo(new Contents.PartitionTable("gpt"));
    assertThat(named("UUID=1\nTYPE=crypto_LUKS\nUSAGE=crypto\n"))
        .isEqualTo(new Contents.Other("crypto_LUKS"));
    assertThat(named("UUID=1\nTYPE=swap\nUSAGE=other\n")).isEqualTo(new Contents.Other("swap"));
    assertThat(named("TYPE=zfs_member\nUSAGE=filesystem\nLABEL=tank\n"))
        .isEqualTo(new Contents.FileSystem("zfs_member", "tank", ""));
    assertThat(named("TYPE=vfat\nPTTYPE=dos\nUSAGE=filesystem\n"))
        .isEqualTo(new Contents.PartitionTable("dos"));
  }

  @Test
  void a_tool_that_fails_does_not_make_a_disk_blank() {
    assertThat(ContentsProbe.ofBlkid(said(4, "", "bad usage")))
        .isInstanceOf(Contents.Unknown.class);
    assertThat(ContentsProbe.ofBlkid(said(2, "", "error: vdb: Input/output error")))
        .isInstanceOf(Contents.Unknown.class);
    assertThat(ContentsProbe.ofBlkid(said(8, "", ""))).isInstanceOf(Contents.Other.class);
    assertThat(ContentsProbe.ofBlkid(said(2, "", ""))).isInstanceOf(Contents.Blank.class);
    assertThat(ContentsProbe.ofWipefs(said(1, "", ""))).isInstanceOf(Contents.Unknown.class);
    assertThat(ContentsProbe.ofWipefs(said(0, "# offset,uuid,label,type\n0x1fe,,,dos\n", "")))
        .isEqualTo(new Contents.Other("0x1fe,,,dos"));
  }

  private static Commands.Result said(int code, String output, String errors) {
    return new Commands.Result(code, output, errors);
  }

  private static Contents named(String output) {
    return ContentsProbe.named(ContentsProbe.parse(output));
  }

  private Contents contents() throws Exception {
    return contents(List.of(), List.of());
  }

  private Contents contents(List<String> partitions, List<String> holders) throws Exception {
    return new ContentsProbe(new Root(folder), new Commands(Map.of()))
        .of(device(partitions, holders));
  }

  private static BlockDevice device(List<String> partitions, List<String> holders) {
    return new BlockDevice("vdb", "253:16", SIZE, "", "", false, partitions, holders);
  }

  private void proc(String name, String text) throws IOException {
    Path file = folder.resolve("proc").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void write(long at, String text) throws IOException {
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(at);
      file.writeBytes(text);
    }
  }

  private void run(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(disk.toString());
    assertThat(new Commands(Map.of()).run(Duration.ofSeconds(30), all).ok()).isTrue();
  }
}
