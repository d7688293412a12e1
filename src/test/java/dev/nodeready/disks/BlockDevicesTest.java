package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockDevicesTest {
  @TempDir Path folder;

  @Test
  void a_disk_of_the_cloud_is_known_by_model_and_serial() throws IOException {
    sys("nvme1n1", "size", "209715200");
    sys("nvme1n1", "dev", "259:3");
    sys("nvme1n1", "device/model", "Amazon Elastic Block Store              ");
    sys("nvme1n1", "device/serial", "vol0a1b2c3d4e5f67890");
    sys("nvme1n1", "nvme1n1p1/partition", "1");
    sys("nvme1n1", "holders/md127", "");
    assertThat(devices().all())
        .containsExactly(
            new BlockDevice(
                "nvme1n1",
                "259:3",
                100L << 30,
                "vol0a1b2c3d4e5f67890",
                "Amazon Elastic Block Store",
                false,
                List.of("nvme1n1p1"),
                List.of("md127")));
  }

  @Test
  void one_without_a_size_is_none() throws IOException {
    sys("loop0", "size", "0");
    assertThat(devices().all()).isEmpty();
  }

  @Test
  void a_device_is_found_behind_its_links() throws IOException {
    sys("vdb", "size", "8");
    sys("vdb", "serial", "data");
    dev("vdb");
    Files.createDirectories(folder.resolve("dev/disk/by-id"));
    Files.createSymbolicLink(folder.resolve("dev/disk/by-id/virtio-data"), Path.of("../../vdb"));
    assertThat(devices().at("/dev/disk/by-id/virtio-data").orElseThrow().serial())
        .isEqualTo("data");
    assertThat(devices().at("/dev/vdb").orElseThrow().path()).isEqualTo("/dev/vdb");
  }

  @Test
  void what_is_no_block_device_is_none() throws IOException {
    dev("null");
    Files.createSymbolicLink(folder.resolve("dev/gone"), Path.of("vdz"));
    Files.writeString(folder.resolve("vdb"), "");
    sys("vdb", "size", "8");
    assertThat(devices().at("/dev/null")).isEmpty();
    assertThat(devices().at("/dev/gone")).isEmpty();
    assertThat(devices().at("/vdb")).isEmpty();
    assertThat(devices().at("/dev/absent")).isEmpty();
  }

  @Test
  void a_slash_in_a_name_is_one_in_its_path() throws IOException {
    sys("cciss!c0d0", "size", "8");
    dev("cciss/c0d0");
    assertThat(devices().at("/dev/cciss/c0d0").orElseThrow().path()).isEqualTo("/dev/cciss/c0d0");
  }

  private BlockDevices devices() {
    return new BlockDevices(new Root(folder));
  }

  private void sys(String device, String file, String text) throws IOException {
    Path place = folder.resolve("sys/class/block").resolve(device).resolve(file);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text + "\n");
  }

  private void dev(String name) throws IOException {
    Path place = folder.resolve("dev").resolve(name);
    Files.createDirectories(place.getParent());
    Files.writeString(place, "");
  }
}
