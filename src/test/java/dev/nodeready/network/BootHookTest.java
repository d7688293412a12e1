package dev.nodeready.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.aws.Imds;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootHookTest {
  @TempDir Path folder;
  private MetadataServer metadata;

  @BeforeEach
  void start() throws IOException {
    metadata = MetadataServer.start();
    write("sys/class/net/ens5/address", MetadataServer.PRIMARY + "\n");
    write("sys/class/net/lo/address", "00:00:00:00:00:00\n");
  }

  @AfterEach
  void stop() {
    metadata.close();
  }

  private void write(String path, String text) throws IOException {
    Path place = folder.resolve(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private static String list(String... links) {
    StringBuilder json = new StringBuilder("{\"Interfaces\": [");
    for (String link : links) {
      String[] words = link.split(" ", -1);
      json.append(json.length() > 20 ? "," : "")
          .append(
              "{\"Name\": \"%s\", \"AdministrativeState\": \"%s\"".formatted(words[0], words[1]))
          .append(words.length > 2 ? ", \"Kind\": \"" + words[2] + "\"}" : "}");
    }
    return json + "]}";
  }

  @ParameterizedTest
  @CsvSource({
    "ens5 configured, lo unmanaged, ''",
    "ens5 configuring, lo unmanaged, 'ens5 is configuring, not configured'",
    "ens6 unmanaged, lo unmanaged, 'ens5 is not there, not configured'",
    "ens5 configured, ens6 configured, 'ens6 is configured, and has to be left alone'",
    "ens5 configured, docker0 configured bridge, ''",
    "ens5 configured veth, lo unmanaged, ''"
  })
  void only_the_links_that_are_systemds_are_configured(String one, String other, String trouble)
      throws Exception {
    assertThat(NetworkLinks.parse(list(one, other)).trouble(Set.of("ens5"))).isEqualTo(trouble);
  }

  @Test
  void an_answer_of_another_kind_is_told() {
    assertThatThrownBy(() -> NetworkLinks.parse("{\"Links\": []}")).isInstanceOf(IOException.class);
  }

  /** A networkctl on a PATH of its own; its answers are files that it prints in turn. */
  private BootHook hook(String script, Time time) throws IOException {
    Path program = folder.resolve("networkctl");
    write("networkctl", "#!/bin/sh\ncd " + folder + "\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Imds imds =
        new Imds(
            metadata.environment(),
            RetryPolicy.doubling(
                Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(10)),
            Time.SYSTEM);
    return new BootHook(new Root(folder), imds, program.toString(), new Commands(Map.of()), time);
  }

  @Test
  void waits_for_the_primary_interface_through_an_answer_that_fails() throws Exception {
    write("good", list("ens5 configured", "lo unmanaged"));
    write("bad", list("ens5 pending", "lo unmanaged"));
    ManualTime time = new ManualTime();
    BootHook hook =
        hook(
            "[ -e one ] || { touch one; exit 1; }; [ -e two ] || { touch two; exec cat bad; }; cat good",
            time);

    hook.await();

    assertThat(folder.resolve("two")).exists();
  }

  @Test
  void gives_up_after_a_minute_with_the_link_that_is_not_configured() throws Exception {
    write("bad", list("ens5 pending", "lo unmanaged"));
    assertThatThrownBy(() -> hook("cat bad", new ManualTime()).await())
        .hasMessageContaining("HOST_LINKS_PENDING")
        .hasMessageContaining("ens5 is pending");
  }

  @Test
  void an_interface_that_systemd_was_given_before_has_to_be_configured_too() throws Exception {
    String before = given("ens6");
    assertThat(before).isEqualTo(InterfaceManagers.SYSTEMD);
    write("list", list("ens5 configured", "lo unmanaged"));
    assertThatThrownBy(() -> hook("cat list", new ManualTime()).await())
        .hasMessageContaining("ens6 is not there");
  }

  private String given(String name) {
    return new InterfaceManagers(new Root(folder), MetadataServer.INSTANCE)
        .of(name, MetadataServer.SECONDARY);
  }

  @Test
  void an_interface_that_has_another_name_since_then_counts_by_that() throws Exception {
    given("ens6");
    write("sys/class/net/ens7/address", MetadataServer.SECONDARY + "\n");
    write("list", list("ens5 configured", "ens7 pending", "lo unmanaged"));
    assertThatThrownBy(() -> hook("cat list", new ManualTime()).await())
        .hasMessageContaining("but ens7 is pending, not configured (all links: ens5 configured,");
  }

  @Test
  void an_interface_that_is_attached_no_more_is_not_waited_for() throws Exception {
    given("ens6");
    metadata.remove(MetadataServer.MACS + MetadataServer.SECONDARY + "/device-number");
    write("list", list("ens5 configured", "lo unmanaged"));
    assertThat(hook("cat list", new ManualTime()).await())
        .isEqualTo("ens5 configured, lo unmanaged");
  }

  @Test
  void each_link_is_told_that_is_not_as_it_has_to_be() throws Exception {
    assertThat(NetworkLinks.parse(list("ens5 failed", "ens6 configured")).trouble(Set.of("ens5")))
        .isEqualTo("ens5 is failed, not configured; ens6 is configured, and has to be left alone");
  }

  @Test
  void a_machine_without_the_primary_interface_is_told() throws Exception {
    Files.delete(folder.resolve("sys/class/net/ens5/address"));
    assertThatThrownBy(() -> hook("exit 1", new ManualTime()).await())
        .hasMessageContaining("HOST_INTERFACE_ABSENT")
        .hasMessageContaining(MetadataServer.PRIMARY);
  }
}
