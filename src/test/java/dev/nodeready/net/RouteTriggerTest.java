package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTriggerTest {
  private static final InetAddress SERVICE = InetAddress.ofLiteral("169.254.169.254");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime();

  @Test
  void is_awake_within_milliseconds_of_the_route() throws Exception {
    RouteTrigger trigger = trigger(at -> at < 500 ? "" : "10.0.0.5");

    trigger.await(MINUTE);

    assertThat(time.nanos() / 1_000_000).isBetween(500L, 504L);
  }

  @Test
  void is_awake_within_twenty_milliseconds_even_after_a_minute() throws Exception {
    RouteTrigger trigger = trigger(at -> at < 59_001 ? "" : "10.0.0.5");

    trigger.await(MINUTE);

    assertThat(time.nanos() / 1_000_000).isBetween(59_001L, 59_020L);
    assertThat(time.sleeps()).hasSizeLessThan(10_000);
  }

  @Test
  void returns_when_nothing_happens() throws Exception {
    trigger(at -> "").await(Duration.ofMillis(101));

    assertThat(time.nanos() / 1_000_000).isEqualTo(101);
  }

  @Test
  void sleeps_again_once_the_way_stays_as_it_is() throws Exception {
    RouteTrigger trigger = trigger(at -> "10.0.0.5");

    trigger.await(MINUTE);
    assertThat(time.nanos()).describedAs("what came behind the failed attempt").isZero();
    trigger.await(MINUTE);
    assertThat(time.nanos()).isEqualTo(MINUTE.toNanos());
  }

  @Test
  void another_address_on_the_way_is_an_event() throws Exception {
    RouteTrigger trigger = trigger(at -> at < 100 ? "192.168.0.3" : "169.254.169.254");

    trigger.await(MINUTE);
    trigger.await(MINUTE);

    assertThat(time.nanos() / 1_000_000).isBetween(100L, 104L);
  }

  @Test
  void other_name_servers_are_an_event(@TempDir Path folder) throws Exception {
    Path resolv = folder.resolve("resolv.conf");
    RouteTrigger trigger =
        new RouteTrigger(
            List.of(SERVICE),
            new NameServers(List.of(resolv)),
            destination -> {
              if (time.nanos() == Duration.ofMillis(40).toNanos()) {
                write(resolv);
              }
              return "";
            },
            time);

    trigger.await(MINUTE);

    assertThat(time.nanos() / 1_000_000).isBetween(40L, 44L);
  }

  @Test
  void the_kernel_knows_a_way_to_this_machine() {
    assertThat(Routes.KERNEL.to(InetAddress.ofLiteral("127.0.0.1"))).isEqualTo("127.0.0.1");
  }

  @Test
  void a_name_is_watched_by_the_default_routes() throws Exception {
    RouteTrigger trigger = RouteTrigger.to(List.of(URI.create("https://ec2.example:443")), time);

    trigger.await(MINUTE);

    // Whether this machine has such a route or none, nobody is asked for the name.
    assertThat(time.nanos()).isIn(0L, MINUTE.toNanos());
  }

  private RouteTrigger trigger(LongFunction<String> way) {
    return new RouteTrigger(
        List.of(SERVICE), NameServers.NONE, d -> way.apply(time.nanos() / 1_000_000), time);
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "nameserver 10.0.0.2\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
