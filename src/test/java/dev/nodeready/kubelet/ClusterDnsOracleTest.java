package dev.nodeready.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The arithmetic of addresses against that of big integers, bit by bit. */
class ClusterDnsOracleTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int ROUNDS = 4000;

  @Test
  void the_dns_service_is_the_tenth_address_of_any_network() throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      sparse(address, random);
      int bits = address.length * 8;
      int prefix = random.nextInt(bits + 1);
      String cidr = written(address, random) + "/" + prefix;

      ClusterDns dns = ClusterDns.of(cidr);

      assertThat(InetAddress.ofLiteral(dns.address()).getAddress())
          .as(cidr)
          .isEqualTo(tenth(address, prefix));
      assertThat(dns.ipv6()).as(cidr).isEqualTo(address.length == 16);
    }
  }

  /** Many zeros, as networks have; never an IPv4 address that is written as IPv6. */
  private static void sparse(byte[] address, Random random) {
    for (int at = 1; at < address.length; at++) {
      address[at] = random.nextInt(3) == 0 ? 0 : address[at];
    }
    address[0] = address.length == 16 ? (byte) 0xfd : address[0];
  }

  private static String written(byte[] address, Random random) throws Exception {
    String text = InetAddress.getByAddress(address).getHostAddress();
    return random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT);
  }

  /** Bits that are no part of the prefix are cleared one by one; what overflows is cut off. */
  private static byte[] tenth(byte[] address, int prefix) {
    BigInteger number = new BigInteger(1, address);
    int bits = address.length * 8;
    for (int bit = 0; bit < bits - prefix; bit++) {
      number = number.clearBit(bit);
    }
    number = number.add(BigInteger.TEN).mod(BigInteger.ONE.shiftLeft(bits));
    byte[] tenth = new byte[address.length];
    for (int at = tenth.length - 1; at >= 0; at--) {
      tenth[at] = number.byteValue();
      number = number.shiftRight(8);
    }
    return tenth;
  }
}
