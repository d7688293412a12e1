package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final String TEXT =
      """
      22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw
      40 22 9:127 / /mnt/k8s-disks/0 rw,noatime shared:9 - xfs /dev/md127 rw
      41 22 9:127 /containerd /var/lib/containerd rw,noatime shared:9 - xfs /dev/md127 rw
      42 22 0:44 / /var/lib/kubelet/pods/a\\040b/t rw - tmpfs tmpfs rw
      43 22 0:45 / /run/containerd/x/rootfs rw - overlay overlay rw,lowerdir=/var/lib/containerd/a,upperdir=/u
      cut off
      """;

  @Test
  void mounts_are_read_with_blanks_in_their_names() {
    MountTable table = MountTable.parse(TEXT);

    assertThat(table.entries()).hasSize(5);
    assertThat(table.at("/var/lib/containerd"))
        .hasValueSatisfying(entry -> {
          assertThat(entry.device()).isEqualTo("9:127");
          assertThat(entry.root()).isEqualTo("/containerd");
        });
    assertThat(table.below("/var/lib/kubelet")).containsExactly("/var/lib/kubelet/pods/a b/t");
    assertThat(table.below("/var/lib/kube")).isEmpty();
    assertThat(table.layeredOn("/var/lib/containerd")).containsExactly("/run/containerd/x/rootfs");
    assertThat(table.layeredOn("/var/lib/kubelet")).isEmpty();
  }

  @Test
  void a_backslash_that_begins_no_escape_is_one() {
    assertThat(MountTable.parse("1 2 3:4 / /a\\9\\ rw - ext4 \\x rw\n").at("/a\\9\\"))
        .hasValueSatisfying(entry -> assertThat(entry.source()).isEqualTo("\\x"));
  }
}
