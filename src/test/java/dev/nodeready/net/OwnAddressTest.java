package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.ManualTime;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
  private static final URI API = URI.create("https://10.0.0.1:6443");
  private static final URI NAMED = URI.create("https://api.example");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Map<String, String> routes = new HashMap<>();
  private final ManualTime time = new ManualTime();

  @Test
  void is_the_one_of_the_default_route_in_the_family_that_is_asked_for() {
    routes.put("192.0.2.1", "10.9.9.9");
    routes.put("2001:db8:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:9");
    assertThat(address(false, NAMED).now()).isEqualTo("10.9.9.9");
    assertThat(address(true, NAMED).now()).isEqualTo("fd00:0:0:0:0:0:0:9");
  }

  @Test
  void is_the_one_of_the_way_to_the_api_server_where_there_is_no_default_route() {
    routes.put("10.0.0.1", "10.0.0.7");
    assertThat(address(false, API).now()).isEqualTo("10.0.0.7");
    assertThat(address(true, API).now()).isEmpty();
    assertThat(address(false, NAMED).now()).isEmpty();
  }

  @Test
  void is_waited_for_no_longer_than_it_may_take() throws InterruptedException {
    assertThat(address(false, API).await(LIMIT, time)).isEmpty();
    assertThat(time.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(LIMIT, LIMIT.plusSeconds(1));
  }

  @Test
  void is_not_waited_for_where_it_is_there() throws InterruptedException {
    routes.put("192.0.2.1", "10.9.9.9");
    assertThat(address(false, API).await(LIMIT, time)).isEqualTo("10.9.9.9");
    assertThat(time.sleeps()).isEmpty();
  }

  private OwnAddress address(boolean ipv6, URI besides) {
    return new OwnAddress(ipv6, besides, this::to);
  }

  private String to(InetAddress destination) {
    return routes.getOrDefault(destination.getHostAddress(), "");
  }
}
