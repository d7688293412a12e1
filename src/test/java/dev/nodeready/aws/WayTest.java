package dev.nodeready.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.failure.Failure;
import dev.nodeready.net.CallException;
import dev.nodeready.net.CallException.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WayTest {
  private static final ApiCall CALL =
      new ApiCall("ec2", "ec2:DescribeInstances", "eu-west-1", false, Map.of(), "");

  @Test
  void takes_turns_with_the_endpoint_of_both_families_after_two_silences() {
    Way way = new Way(CALL, new Endpoints(Map.of()), 100);

    assertThat(hostAfterSilence(way)).isEqualTo("ec2.eu-west-1.amazonaws.com");
    assertThat(hostAfterSilence(way)).isEqualTo("ec2.eu-west-1.api.aws");
    assertThat(hostAfterSilence(way)).isEqualTo("ec2.eu-west-1.amazonaws.com");
    assertThat(hostAfterSilence(way)).isEqualTo("ec2.eu-west-1.api.aws");
  }

  @Test
  void stays_with_an_endpoint_that_is_given() {
    Map<String, String> environment = Map.of("AWS_ENDPOINT_URL_EC2", "https://vpce.test");
    Way way = new Way(CALL, new Endpoints(environment), 100);

    hostAfterSilence(way);
    assertThat(hostAfterSilence(way)).isEqualTo("vpce.test");
  }

  @Test
  void says_all_there_is_to_check_from_the_second_silence() {
    Way way = new Way(CALL, new Endpoints(Map.of()), 100);

    assertThat(silence(way).remedy()).doesNotContain("IPv6-only");
    assertThat(silence(way).remedy()).contains("NAT", "VPC endpoint", "HTTPS_PROXY", "IPv6-only");
  }

  @Test
  void begins_where_the_environment_says() {
    Map<String, String> environment =
        Map.of("AWS_USE_DUALSTACK_ENDPOINT", "true", "AWS_USE_FIPS_ENDPOINT", "true");

    assertThat(new Way(CALL, new Endpoints(environment), 1).endpoint().getHost())
        .isEqualTo("ec2-fips.eu-west-1.api.aws");
  }

  private static String hostAfterSilence(Way way) {
    silence(way);
    way.turn();
    return way.endpoint().getHost();
  }

  private static Failure silence(Way way) {
    return way.failed(new CallException(Stage.CONNECT_TIMEOUT, "nobody", null), "").failure();
  }
}
