package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnInterfaceTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "no address", "10.0.7", "203.0.113.77", "2001:db8::77"})
  void nobody_here_has_it(String address) {
    assertThat(OwnInterface.hardwareAddress(address)).isEmpty();
  }

  @Test
  void an_interface_without_a_hardware_address_vouches_for_nothing() {
    assertThat(OwnInterface.hardwareAddress("127.0.0.1")).isEmpty();
  }
}
