package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our metadata client against amazon-ec2-metadata-mock. */
@Tag("lab")
class MetadataMockIT {
  private static final RetryPolicy SHORT = Imds.DEFAULT_POLICY.withBudget(Duration.ofSeconds(10));

  @Test
  void reads_what_the_mock_says() throws Exception {
    try (MockProcess mock = MockProcess.metadata()) {
      Imds imds =
          new Imds(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", mock.url()), SHORT, Time.SYSTEM);

      assertThat(imds.userData()).asString(StandardCharsets.UTF_8).startsWith("1234,john");
      assertThat(imds.identity())
          .isEqualTo(
              new Imds.Identity("i-1234567890abcdef0", "us-east-1", "m4.xlarge", "us-east-1f"));
      assertThat(imds.localIpv4()).isEqualTo("172.16.34.43");
      assertThat(imds.firstIpv6(imds.mac())).isEqualTo("2001:db8:8:4::2");
    }
  }

  @Test
  void signs_with_the_role_of_the_mock() throws Exception {
    try (MockProcess mock = MockProcess.metadata();
        ScriptedServer ec2 =
            new ScriptedServer(a -> ScriptedServer.answer(200, Fakes.instance("a.internal")))) {
      Map<String, String> environment =
          Map.of(
              "AWS_EC2_METADATA_SERVICE_ENDPOINT", mock.url(),
              "AWS_ENDPOINT_URL_EC2", ec2.url());
      Imds imds = new Imds(environment, SHORT, Time.SYSTEM);

      assertThat(new Ec2(environment, imds, SHORT, Time.SYSTEM).privateDnsName("i-1"))
          .isEqualTo("a.internal");
      assertThat(ec2.asked()).hasSize(1);
      assertThat(ec2.asked().getFirst().header("authorization"))
          .contains("Credential=12345678901/", "/us-east-1/ec2/aws4_request");
    }
  }
}
