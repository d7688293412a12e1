package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Root;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeDevicesTest {
  private static final String EBS = "Amazon Elastic Block Store";

  @TempDir Path folder;
  private final Map<String, String> attached = new HashMap<>();

  @Test
  void a_path_that_is_there_is_the_volume() throws Exception {
    disk("vdb", "QEMU", "data");
    assertThat(find("/dev/vdb")).isEqualTo("vdb");
  }

  @Test
  void a_volume_is_found_by_the_name_that_its_controller_knows() throws Exception {
    disk("nvme0n1", EBS, "vol1");
    disk("nvme1n1", EBS, "vol2");
    attached.putAll(Map.of("/dev/nvme0n1", "xvda", "/dev/nvme1n1", "sdb"));
    assertThat(find("/dev/sdb")).isEqualTo("nvme1n1");
    assertThat(find("/dev/xvdb")).isEqualTo("nvme1n1");
  }

  @Test
  void an_instance_store_disk_is_no_volume_whatever_it_says() throws Exception {
    disk("nvme1n1", "Amazon EC2 NVMe Instance Storage", "AWS1");
    attached.put("/dev/nvme1n1", "sdb");
    missing("/dev/sdb");
  }

  @Test
  void two_that_claim_one_name_are_none() throws Exception {
    disk("nvme1n1", EBS, "vol1");
    disk("nvme2n1", EBS, "vol2");
    attached.putAll(Map.of("/dev/nvme1n1", "sdb", "/dev/nvme2n1", "xvdb"));
    missing("/dev/sdb");
  }

  @Test
  void on_xen_sdb_is_xvdb() throws Exception {
    disk("xvdb", "", "");
    assertThat(find("/dev/sdb")).isEqualTo("xvdb");
    missing("/dev/sdc");
  }

  @Test
  void a_link_that_udev_has_not_made_has_the_serial() throws Exception {
    disk("nvme1n1", EBS, "vol0a1b");
    assertThat(find("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0a1b"))
        .isEqualTo("nvme1n1");
    missing("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0a1c");
  }

  @Test
  void one_that_is_being_attached_is_waited_for() throws Exception {
    disk("nvme1n1", EBS, "late");
    int[] looks = {0};
    VolumeDevices devices =
        new VolumeDevices(
            new BlockDevices(new Root(folder)),
            _ -> ++looks[0] < 20 ? Optional.empty() : Optional.of(new NvmeIdentity("", EBS, "sdb")),
            new ManualTime());
    assertThat(devices.await("/dev/sdb").serial()).isEqualTo("late");
  }

  private void missing(String name) {
    assertThatThrownBy(() -> find(name))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_VOLUME_MISSING));
  }

  private String find(String name) throws InterruptedException {
    VolumeDevices devices =
        new VolumeDevices(
            new BlockDevices(new Root(folder)),
            path ->
                Optional.ofNullable(attached.get(path)).map(it -> new NvmeIdentity("", EBS, it)),
            new ManualTime());
    return devices.await(name).name();
  }

  private void disk(String name, String model, String serial) {
    try {
      Path sys = Files.createDirectories(folder.resolve("sys/class/block/" + name + "/device"));
      Files.writeString(sys.resolve("model"), model + "   \n");
      Files.writeString(sys.resolve("serial"), serial + "\n");
      Files.writeString(sys.resolveSibling("size"), "2048\n");
      Files.createDirectories(folder.resolve("dev"));
      Files.writeString(folder.resolve("dev/" + name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
