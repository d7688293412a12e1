package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Ports;
import dev.nodeready.net.CallException;
import dev.nodeready.net.Http;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.Tls;
import dev.nodeready.retry.Time;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImdsEndpointsTest {
  @Test
  void asks_the_other_address_where_one_cannot_be_reached_and_stays_there() throws Exception {
    try (ScriptedServer six = new ScriptedServer(a -> answer(200, "six"))) {
      ImdsEndpoints endpoints = both("http://127.0.0.1:" + Ports.free(), six.url());

      assertThat(endpoints.send("GET", "/a", Map.of()).text()).isEqualTo("six");
      assertThat(endpoints.send("GET", "/b", Map.of()).text()).isEqualTo("six");
      assertThat(six.lines()).containsExactly("GET /a", "GET /b");
    }
  }

  @Test
  void does_not_ask_the_other_address_where_one_answers() throws Exception {
    try (ScriptedServer four = new ScriptedServer(a -> answer(500, ""));
        ScriptedServer six = new ScriptedServer(a -> answer(200, "six"))) {
      assertThat(both(four.url(), six.url()).send("GET", "/a", Map.of()).status()).isEqualTo(500);
      assertThat(six.asked()).isEmpty();
    }
  }

  @Test
  void tells_of_both_addresses_where_neither_can_be_reached() throws Exception {
    int one = Ports.free();
    int other = Ports.free();
    ImdsEndpoints endpoints = both("http://127.0.0.1:" + one, "http://127.0.0.1:" + other);

    assertThatThrownBy(() -> endpoints.send("GET", "/a", Map.of()))
        .isInstanceOf(CallException.class)
        .hasMessageContainingAll("127.0.0.1:" + one, "127.0.0.1:" + other);
  }

  @ParameterizedTest
  @CsvSource({
    "X, y, http://169.254.169.254 and http://[fd00:ec2::254]",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE, ipv6, http://[fd00:ec2::254]",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE, IPv4, http://169.254.169.254",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT, http://h:1/, http://h:1",
  })
  void looks_where_the_environment_says(String name, String value, String shown) {
    assertThat(new ImdsEndpoints(Map.of(name, value), Time.SYSTEM).shown()).isEqualTo(shown);
  }

  private static ImdsEndpoints both(String one, String other) {
    return new ImdsEndpoints(
        List.of(one, other), new Http(Time.SYSTEM, Tls.of(Map.of())), Time.SYSTEM);
  }
}
