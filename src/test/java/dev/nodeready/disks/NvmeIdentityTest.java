package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NvmeIdentityTest {
  @Test
  void a_volume_says_as_what_it_was_attached() {
    assertThat(identity("sdb                             "))
        .isEqualTo(new NvmeIdentity("vol0a1b2c3d4e5f67890", "Amazon Elastic Block Store", "sdb"));
  }

  /** EC2 keeps what the launch template says, with or without the folder. */
  @Test
  void the_folder_in_front_of_the_name_is_left_out() {
    assertThat(identity("/dev/xvdba").attachedAs()).isEqualTo("xvdba");
  }

  @Test
  void bytes_that_are_no_name_are_none() {
    assertThat(identity("\u0001\u0002").attachedAs()).isEmpty();
    assertThat(identity("../../etc").attachedAs()).isEmpty();
    assertThat(identity("").attachedAs()).isEmpty();
  }

  @Test
  void what_is_no_controller_does_not_answer() {
    assertThat(NvmeIdentity.of("/dev/null")).isEmpty();
    assertThat(NvmeIdentity.of("/dev/absent")).isEmpty();
  }

  private static NvmeIdentity identity(String vendor) {
    byte[] answer = new byte[NvmeIdentity.SIZE];
    put(answer, 4, 20, "vol0a1b2c3d4e5f67890");
    put(answer, 24, 40, "Amazon Elastic Block Store");
    byte[] name = vendor.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(name, 0, answer, 3072, name.length);
    return NvmeIdentity.parse(answer);
  }

  private static void put(byte[] answer, int at, int length, String text) {
    Arrays.fill(answer, at, at + length, (byte) ' ');
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, answer, at, bytes.length);
  }
}
