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
}
