package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeOrderTest {
  @Test
  void an_order_is_one_word_and_back() {
    for (String word :
        List.of(
            "/dev/xvdb=/var/lib/containerd",
            "/dev/xvdb,ext4=/var/lib/containerd:/data",
            "/dev/disk/by-path/pci-0000:00:04.0-nvme-1=/data")) {
      assertThat(VolumeOrder.parse(word).orElseThrow().word()).isEqualTo(word);
    }
  }

  @Test
  void what_is_no_order_is_none() {
    for (String word : List.of("", "/dev/xvdb", "/dev/xvdb=", "/dev/xvdb=data", "=/data")) {
      assertThat(VolumeOrder.parse(word)).as(word).isEmpty();
    }
  }

  @Test
  void a_target_is_told_in_its_shortest_form() {
    VolumeOrder order = new VolumeOrder("/dev/xvdb", "", List.of("//var/./lib/a.b/", "/", "/./x"));
    assertThat(order.targets()).containsExactly("/var/lib/a.b", "/x");
  }

  @Test
  void an_order_may_have_any_number_of_targets() {
    assertThat(
            VolumeOrder.parse("/dev/xvdb=" + "/a:".repeat(20_000) + "/b").orElseThrow().targets())
        .hasSize(20_001);
  }
}
