package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Needs;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Disks that carry something, by the tools that put it there, on loop devices. Members of arrays
 * need another kernel than most: {@code VolumesIT} has them.
 */
@Tag("real")
@Timeout(60)
class DiskRefusalsIT {
  private static final FileSystemKind VOLUME =
      FileSystemKind.ofVolume("ext4", List.of()).orElseThrow();

  private static final List<String> TOOLS =
      List.of("sfdisk", "pvcreate", "cryptsetup", "mkfs.btrfs", "mkfs.vfat", "mkfs.ext4");

  private final Tools tools = new Tools(new Commands(Map.of()));
  private final FileSystems fileSystems = new FileSystems(Root.MACHINE, tools);

  @TempDir private Path folder;
  private String disk = "";

  @BeforeEach
  void attach() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "disks are set up by root");
    for (String tool : TOOLS) {
      boolean there = Files.isExecutable(Path.of("/usr/sbin", tool));
      Needs.that(there, tool + ": run src/test/setup/10-packages");
    }
    Path file = folder.resolve("disk");
    tools.run(Duration.ofSeconds(10), "truncate", "-s", "24M", file.toString());
    disk = tools.run(Duration.ofSeconds(10), "losetup", "-f", "--show", file.toString()).strip();
  }

  @AfterEach
  void detach() throws Exception {
    if (!disk.isEmpty()) {
      tools.run(Duration.ofSeconds(10), "losetup", "-d", disk);
    }
  }

  private void shell(String line) throws InterruptedException {
    tools.run(Duration.ofSeconds(30), "sh", "-c", line.replace("DISK", disk));
  }

  private String digest() throws InterruptedException {
    return tools.run(Duration.ofSeconds(30), "sha256sum", folder.resolve("disk").toString());
  }

  private void refused(ThrowingCallable work, String found) {
    assertThatThrownBy(work)
        .hasMessageContaining("HOST_DISKS_FOREIGN")
        .hasMessageContaining(disk)
        .hasMessageContaining(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      textBlock =
          """
          echo , | sfdisk -q -X gpt DISK || : -> a partition table (gpt)
          echo , | sfdisk -q -X dos DISK || : -> a partition table (dos)
          pvcreate -qq -y DISK -> a physical volume of LVM (UUID
          printf x | cryptsetup luksFormat -q --type luks1 --pbkdf-force-iterations 1000 DISK - -> something else (crypto_LUKS)
          printf x | cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 DISK - -> something else (crypto_LUKS)
          mkswap -q DISK -> something else (swap)
          mkfs.btrfs -q --mixed DISK -> a file system (btrfs
          mkfs.vfat -n DATA DISK -> a file system (vfat, label DATA
          printf somebody | dd of=DISK bs=1 seek=3000000 conv=fsync -> it has no signature, but data
          mkfs.ext4 -q DISK && dd if=/dev/zero of=DISK bs=4k count=1 conv=fsync -> it has no signature, but data
          """)
  void what_a_disk_carries_is_named_and_stays_to_the_last_byte(String makes, String found)
      throws Exception {
    shell(makes + " && sync DISK");
    String before = digest();

    refused(() -> fileSystems.have(disk, FileSystemKind.STORE, new Report()), found);
    refused(() -> fileSystems.have(disk, VOLUME, new Report()), found);
    for (Strategy strategy : List.of(Strategy.RAID0, Strategy.RAID10)) {
      List<String> disks = List.of(disk, disk, disk, disk);
      refused(() -> new Array(Root.MACHINE, tools).have(strategy, disks, new Report()), found);
    }

    assertThat(digest()).isEqualTo(before);
  }

  /** The file system of a volume is anybody's, that of an instance's own disk is XFS alone. */
  @Test
  void an_ext4_file_system_is_used_on_a_volume_and_refused_on_a_disk_of_the_instance()
      throws Exception {
    shell("mkfs.ext4 -q -L data DISK && sync DISK");
    String before = digest();

    refused(
        () -> fileSystems.have(disk, FileSystemKind.STORE, new Report()),
        "a file system (ext4, label data, UUID ");
    assertThat(fileSystems.have(disk, VOLUME, new Report()).type()).isEqualTo("ext4");

    assertThat(digest()).isEqualTo(before);
  }

  /** Without it nothing above would say more than that all are refused. */
  @Test
  void a_blank_disk_gets_a_file_system() throws Exception {
    Report report = new Report();
    FormatPlan.Take made = fileSystems.have(disk, VOLUME, report);

    assertThat(made.type()).isEqualTo("ext4");
    assertThat(report.words()).isEqualTo("made an ext4 file system on " + disk);
  }

  @Test
  void a_volume_of_which_a_copy_is_attached_is_refused_since_either_may_be_mounted()
      throws Exception {
    shell("mkfs.ext4 -q DISK && sync DISK");
    Volumes volumes = new Volumes(Root.MACHINE, tools, Time.SYSTEM);
    List<VolumeOrder> orders =
        List.of(VolumeOrder.parse(disk + ",ext4=/var/lib/nowhere").orElseThrow());
    assertThat(volumes.plan(orders)).hasSize(2);

    Path copy = folder.resolve("copy");
    Files.copy(folder.resolve("disk"), copy);
    String other =
        tools.run(Duration.ofSeconds(10), "losetup", "-f", "--show", copy.toString()).strip();
    try {
      assertThatThrownBy(() -> volumes.plan(orders))
          .hasMessageContaining("HOST_VOLUME_UNUSABLE")
          .hasMessageContaining("and so has that on " + other)
          .hasMessageContaining("tune2fs -U random " + other);
    } finally {
      tools.run(Duration.ofSeconds(10), "losetup", "-d", other);
    }
  }
}
