package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void a_path_has_each_byte_of_a_name_that_is_no_letter_or_digit_in_hex() {
    assertThat(Call.pathOf("lvm2-pvscan@253:0.service"))
        .isEqualTo("/org/freedesktop/systemd1/unit/lvm2_2dpvscan_40253_3a0_2eservice");
  }

  @Test
  void a_digit_at_the_beginning_of_a_name_is_in_hex_too() {
    assertThat(Call.pathOf("9p.mount")).isEqualTo("/org/freedesktop/systemd1/unit/_39p_2emount");
  }

  @Test
  void a_letter_of_several_bytes_is_each_of_them_in_hex() {
    assertThat(Call.pathOf("mnt-ü.mount"))
        .isEqualTo("/org/freedesktop/systemd1/unit/mnt_2d_c3_bc_2emount");
  }
}
