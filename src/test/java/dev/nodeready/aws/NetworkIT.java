package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls inside a network namespace of their own, where packets vanish or IPv4 is missing. */
@Tag("lab")
class NetworkIT {
  private static final String LOOPBACK = "ip link set lo up";

  /** An address of the namespace itself whose packets vanish. */
  private static final String HOLE =
      LOOPBACK
          + " && ip addr add 10.99.0.2/32 dev lo"
          + " && iptables -A INPUT -d 10.99.0.2 -j DROP";

  @TempDir private Path folder;

  @Test
  void makes_one_connect_of_thirty_seconds_into_a_black_hole() throws Exception {
    String drop = LOOPBACK + " && iptables -A INPUT -i lo -p tcp -d 127.0.0.1 --dport 8443 -j DROP";
    // Both of localhost's addresses are tried: ::1 refuses, 127.0.0.1 is silent.
    Probe probe =
        probe(
            drop, "ec2", "AWS_ENDPOINT_URL_EC2", "http://localhost:8443", "AWS_MAX_ATTEMPTS", "1");

    assertThat(probe.said()).startsWith("AWS_ENDPOINT_UNREACHABLE").contains("nobody answered");
    assertThat(probe.millis()).isBetween(29_000L, 33_000L);
  }

  @Test
  void says_what_to_check_where_metadata_packets_vanish() throws Exception {
    Probe probe = probe(HOLE, "imds", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.99.0.2");

    assertThat(probe.said())
        .startsWith("AWS_IMDS_UNREACHABLE")
        .contains("nobody answered the connect", "within 250 ms", "metadata options");
    assertThat(probe.millis()).isBetween(2_000L, 6_000L);
  }

  @Test
  void finds_the_metadata_by_ipv6_where_there_is_no_ipv4() throws Exception {
    Probe probe =
        probe(
            LOOPBACK + " && ip -6 addr add fd00:ec2::254/128 dev lo nodad",
            "imds6",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "IPv6");

    assertThat(probe.said()).isEqualTo("six");
  }

  @Test
  void says_what_to_check_where_there_is_no_ipv4() throws Exception {
    Probe probe = probe(LOOPBACK, "ec2", "AWS_ENDPOINT_URL_EC2", "http://10.99.0.2");

    assertThat(probe.said())
        .startsWith("AWS_ENDPOINT_UNREACHABLE")
        .contains("unreachable", "IPv6-only", "VPC endpoint");
  }

  private record Probe(long millis, String said) {}

  private Probe probe(String network, String... arguments) throws Exception {
    needsNamespaces();
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-n",
                "sh",
                "-c",
                network + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NetworkProbe.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(code).describedAs(Files.readString(err)).isZero();
    String line = Files.readString(out, StandardCharsets.UTF_8).strip().lines().toList().getLast();
    int space = line.indexOf(' ');
    return new Probe(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
  }

  private static void needsNamespaces() throws Exception {
    String message = "needs root, unshare, iproute2 and iptables for a network namespace";
    boolean able;
    try {
      able =
          new ProcessBuilder("unshare", "-n", "sh", "-c", HOLE)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      able = false;
    }
    if ("true".equals(System.getenv("CI"))) {
      Assertions.assertTrue(able, message);
    }
    Assumptions.assumeTrue(able, message);
  }
}
