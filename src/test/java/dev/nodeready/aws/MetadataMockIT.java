package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.net.ScriptedServer;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our metadata client against amazon-ec2-metadata-mock where that is installed, and against our own
 * server, which has to give the same answers.
 */
class MetadataMockIT {
  private static final RetryPolicy SHORT = Imds.DEFAULT_POLICY.withBudget(Duration.ofSeconds(20));
  private static final String TOKEN = "PUT /latest/api/token";

  /** Who answers. */
  enum Who {
    AMAZON_EC2_METADATA_MOCK,
    OWN_SERVER;

    MetadataServer start() throws IOException, InterruptedException {
      boolean mock = this == AMAZON_EC2_METADATA_MOCK && MockProcess.installed(MetadataServer.MOCK);
      System.out.println("metadata tests run against " + (mock ? this : OWN_SERVER));
      return mock ? MetadataServer.mock() : MetadataServer.own();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reads_what_the_service_says(Who who) throws Exception {
    try (MetadataServer server = who.start()) {
      Imds imds =
          new Imds(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url()), SHORT, Time.SYSTEM);

      assertThat(imds.userData()).asString(StandardCharsets.UTF_8).startsWith("1234,john");
      assertThat(imds.identity())
          .isEqualTo(
              new Imds.Identity(
                  "i-1234567890abcdef0", "us-east-1", "m4.xlarge", "us-east-1f", "10.0.7.10"));
      assertThat(imds.localIpv4()).isEqualTo("172.16.34.43");
      assertThat(imds.firstIpv6(imds.mac())).isEqualTo("2001:db8:8:4::2");
      assertThat(server.lines())
          .containsExactly(
              TOKEN,
              "GET /latest/user-data",
              "GET /latest/dynamic/instance-identity/document",
              "GET /latest/meta-data/local-ipv4",
              "GET /latest/meta-data/mac",
              "GET /latest/meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/ipv6s");
    }
  }

  @ParameterizedTest
  @EnumSource
  void signs_with_the_role_of_the_instance(Who who) throws Exception {
    try (MetadataServer server = who.start();
        ScriptedServer ec2 =
            new ScriptedServer(a -> ScriptedServer.answer(200, Fakes.instance("a.internal")))) {
      Map<String, String> environment =
          Map.of(
              "AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url(),
              "AWS_ENDPOINT_URL_EC2", ec2.url());
      Imds imds = new Imds(environment, SHORT, Time.SYSTEM);

      assertThat(new Ec2(environment, imds, SHORT, Time.SYSTEM).privateDnsName("i-1"))
          .isEqualTo("a.internal");
      assertThat(ec2.asked()).hasSize(1);
      assertThat(ec2.asked().getFirst().header("authorization"))
          .contains("Credential=12345678901/", "/us-east-1/ec2/aws4_request");
      assertThat(server.lines())
          .containsExactly(
              TOKEN,
              "GET /latest/dynamic/instance-identity/document",
              "GET /latest/meta-data/iam/security-credentials/",
              "GET /latest/meta-data/iam/security-credentials/baskinc-role");
    }
  }
}
