package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterDnsTest {
  @ParameterizedTest
  @CsvSource({
    "10.100.0.0/16, 10.100.0.10",
    "172.20.0.0/16, 172.20.0.10",
    "10.100.5.7/16, 10.100.0.10",
    "192.0.2.128/25, 192.0.2.138",
    "10.0.0.0/30, 10.0.0.10",
    "fd00:1234::/108, fd00:1234::a",
    "fc00::/7, fc00::a",
    "fd12:3456:789a:1:0:0:0:0/112, fd12:3456:789a:1::a",
    "fd00:0:0:1:0:0:1:0/112, fd00::1:0:0:1:a",
    "FD00:AB::F0/120, fd00:ab::a"
  })
  void is_the_tenth_address(String cidr, String address) {
    assertThat(ClusterDns.of(cidr).address()).isEqualTo(address);
    assertThat(ClusterDns.of(cidr).ipv6()).isEqualTo(cidr.contains(":"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0/8",
        "300.0.0.0/8",
        "example.com/8",
        "fd00::/129",
        "fd00:::/64",
        "1/8",
        "fd00::%eth0/64",
        "/8"
      })
  void refuses_what_is_no_network(String cidr) {
    assertThatThrownBy(() -> ClusterDns.of(cidr)).hasMessageContaining("CONFIG_CIDR_INVALID");
  }

  @Test
  void lies_ten_above_the_network_for_any_network() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = new byte[round % 2 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      InetAddress address = InetAddress.getByAddress(bytes);
      if (address.getAddress().length != bytes.length) {
        continue;
      }
      int bits = bytes.length * 8;
      int prefix = random.nextInt(bits - 3);
      BigInteger network =
          new BigInteger(1, bytes).shiftRight(bits - prefix).shiftLeft(bits - prefix);

      ClusterDns dns = ClusterDns.of(address.getHostAddress() + "/" + prefix);

      BigInteger found = new BigInteger(1, InetAddress.ofLiteral(dns.address()).getAddress());
      assertThat(found.subtract(network)).as(address + "/" + prefix).isEqualTo(BigInteger.TEN);
    }
  }

  @Test
  void writes_ipv6_in_its_shortest_form() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[16];
      for (int at = 0; at < 16; at++) {
        bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
      }
      String text = Ipv6Text.of(bytes);
      assertThat(InetAddress.ofLiteral(text).getHostAddress())
          .isEqualTo(InetAddress.getByAddress(bytes).getHostAddress());
      assertThat(text)
          .doesNotContain(":::")
          .doesNotContain(":0:0:0:0:")
          .isEqualTo(text.toLowerCase(java.util.Locale.ROOT));
      assertThat(text.indexOf("::")).isEqualTo(text.lastIndexOf("::"));
    }
  }
}
