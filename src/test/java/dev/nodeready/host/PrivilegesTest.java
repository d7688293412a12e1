package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivilegesTest {
  @Test
  void the_effective_user_and_the_effective_capabilities_count() {
    Privileges some =
        Privileges.parse("Name:\tx\nUid:\t1000\t0\t0\t0\nCapPrm:\t0\nCapEff:\t0000000000200000\n");

    assertThat(some.root()).isTrue();
    assertThat(some.mayMount()).isTrue();
    assertThat(some.mayRaiseLimits()).isFalse();
    assertThat(Privileges.parse("Uid:\t0\t1000\t0\t0\n").root()).isFalse();
  }

  /** Where the root of a chroot is a folder, none of its mounts is the root. */
  @Test
  void a_chroot_that_is_no_mount_is_told_from_one_that_is() {
    String mounted = "29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw";
    String folder = "310 29 0:22 / /proc rw,relatime - proc proc rw";

    assertThat(Privileges.isOf(mounted, "/")).isTrue();
    assertThat(Privileges.isOf(folder, "/")).isFalse();
    assertThat(Privileges.isOf("", "/")).isFalse();
  }
}
