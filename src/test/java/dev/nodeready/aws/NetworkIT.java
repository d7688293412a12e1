package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls inside a network namespace of their own, where packets vanish or IPv4 is missing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkIT {
  private static final String LOOPBACK = "ip link set lo up";

  /** An address of the namespace itself whose packets vanish. */
  private static final String HOLE =
      LOOPBACK
          + " && ip addr add 10.99.0.2/32 dev lo"
          + " && iptables -A INPUT -d 10.99.0.2 -j DROP";

  /** A higher priority: milliseconds are looked at here, and other tests run meanwhile. */
  private static final String AHEAD = "--adjustment=-10";

  @TempDir private static Path folder;
  private static Probe blackHole;

  /** This one takes its thirty seconds while the other tests run. */
  @BeforeAll
  static void start() throws Exception {
    needsNamespaces();
    blackHole =
        new Probe(
            HOLE, "ec2", "AWS_ENDPOINT_URL_EC2", "http://10.99.0.2:8443", "AWS_MAX_ATTEMPTS", "1");
  }

  @AfterAll
  static void stop() {
    if (blackHole != null) {
      blackHole.process.destroyForcibly();
    }
  }

  @Test
  @Order(2)
  void makes_one_connect_of_thirty_seconds_into_a_black_hole() throws Exception {
    String said = blackHole.said();

    assertThat(said)
        .startsWith("AWS_ENDPOINT_UNREACHABLE")
        .containsPattern(
            "nobody answered the connect to /10.99.0.2:8443 within (30000|29\\d{3}) ms")
        .containsOnlyOnce("nobody answered");
    // A second connect would take it to sixty.
    assertThat(blackHole.millis()).isBetween(29_000L, 59_000L);
  }

  @Test
  @Order(1)
  void says_what_to_check_where_metadata_packets_vanish() throws Exception {
    String said =
        new Probe(HOLE, "imds", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.99.0.2").said();

    assertThat(said)
        .startsWith("AWS_IMDS_UNREACHABLE")
        .contains("nobody answered the connect", "within 250 ms", "metadata options");
  }

  /**
   * Answers how late the question came behind the address, in milliseconds; the machine may be busy
   * with other tests, so three of ten may be slower.
   */
  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"late-imds", "late-ec2"})
  void asks_within_twenty_milliseconds_of_the_route(String what) throws Exception {
    String said = new Probe(LOOPBACK, what, "AWS_ENDPOINT_URL_EC2", "http://10.99.0.2:8443").said();

    assertThat(late(said)).describedAs(said).hasSize(10);
    assertThat(late(said).get(6)).describedAs(said).isLessThanOrEqualTo(20);
  }

  @Test
  @Order(1)
  void a_connect_that_hangs_on_ipv6_does_not_hide_that_ipv4_has_come() throws Exception {
    String hole =
        LOOPBACK
            + " && ip -6 addr add fd00:ec2::254/128 dev lo nodad"
            + " && ip6tables -A INPUT -d fd00:ec2::254 -j DROP";
    String said = new Probe(hole, "late-imds").said();

    assertThat(late(said)).describedAs(said).hasSize(10);
    assertThat(late(said).get(6)).describedAs(said).isLessThanOrEqualTo(20);
  }

  private static List<Long> late(String said) {
    return Arrays.stream(said.split(" ")).map(Long::valueOf).sorted().toList();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"", "IPv6"})
  void finds_the_metadata_by_ipv6_where_there_is_no_ipv4(String mode) throws Exception {
    String six = LOOPBACK + " && ip -6 addr add fd00:ec2::254/128 dev lo nodad";

    // Nor does it take the proxy, though the address is none that programs leave out by themselves.
    assertThat(
            new Probe(
                    six,
                    "imds6",
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                    mode,
                    "HTTP_PROXY",
                    "http://127.0.0.1:1")
                .said())
        .isEqualTo("six");
  }

  @Test
  @Order(1)
  void names_both_addresses_of_the_metadata_where_neither_leads_anywhere() throws Exception {
    assertThat(new Probe(LOOPBACK, "imds").said())
        .startsWith("AWS_IMDS_UNREACHABLE")
        .contains(
            "http://169.254.169.254 and http://[fd00:ec2::254]",
            "/169.254.169.254:80 failed",
            "/[fd00:ec2:0:0:0:0:0:254]:80 failed",
            "IPv6-only subnet");
  }

  @Test
  @Order(1)
  void reaches_ec2_at_its_endpoint_of_both_families_where_there_is_no_ipv4() throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "10.99.0.2 ec2.eu-west-1.amazonaws.com\n::1 ec2.eu-west-1.api.aws\n");

    assertThat(
            new Probe(LOOPBACK + " && mount --bind " + hosts + " /etc/hosts", "dualstack").said())
        .isEqualTo("six.internal");
  }

  @Test
  @Order(1)
  void says_what_to_check_where_there_is_no_ipv4() throws Exception {
    assertThat(
            new Probe(
                    LOOPBACK,
                    "ec2",
                    "AWS_ENDPOINT_URL_EC2",
                    "http://10.99.0.2",
                    "AWS_MAX_ATTEMPTS",
                    "2")
                .said())
        .startsWith("AWS_ENDPOINT_UNREACHABLE")
        .contains("unreachable", "IPv6-only", "VPC endpoint");
  }

  /** A program in a network of its own. */
  private static final class Probe {
    private final Process process;
    private final Path out;
    private final Path err;

    Probe(String network, String... arguments) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "unshare",
                  "-n",
                  "-m",
                  "sh",
                  "-c",
                  network + " && exec \"$@\"",
                  "sh",
                  "nice",
                  AHEAD,
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  NetworkProbe.class.getName()));
      command.addAll(List.of(arguments));
      out = Files.createTempFile(folder, "out", "");
      err = Files.createTempFile(folder, "err", "");
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    }

    String said() throws IOException, InterruptedException {
      String line = line();
      return line.substring(line.indexOf(' ') + 1);
    }

    long millis() throws IOException, InterruptedException {
      String line = line();
      return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private String line() throws IOException, InterruptedException {
      assertThat(process.waitFor()).describedAs(Files.readString(err)).isZero();
      return Files.readString(out, StandardCharsets.UTF_8).strip().lines().toList().getLast();
    }
  }

  private static void needsNamespaces() throws InterruptedException {
    String message = "needs root, unshare, iproute2 and iptables for a network namespace";
    boolean able;
    try {
      able =
          new ProcessBuilder("unshare", "-n", "-m", "sh", "-c", HOLE)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      able = false;
    }
    Needs.that(able, message);
  }
}
