package dev.nodeready.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Root;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutpostHostsTest {
  private static final String BEFORE = "127.0.0.1 localhost\n192.0.2.9\tother.example\n";

  @TempDir Path folder;
  private Path hosts;
  private final List<String> asked = new ArrayList<>();
  private int failures;
  private String address = "192.0.2.1";

  @BeforeEach
  void writeHosts() throws Exception {
    hosts = folder.resolve("etc/hosts");
    Files.createDirectories(hosts.getParent());
    Files.writeString(hosts, BEFORE);
  }

  private boolean pin(String endpoint) throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofMinutes(2), new ManualTime());
    return new OutpostHosts(new Root(folder), this::addresses).pin(endpoint, deadline);
  }

  private List<InetAddress> addresses(String host) throws UnknownHostException {
    asked.add(host);
    if (failures > 0) {
      failures--;
      throw new UnknownHostException(host);
    }
    return List.of(InetAddress.ofLiteral(address), InetAddress.ofLiteral("2001:db8::1"));
  }

  @Test
  void the_addresses_are_added_once() throws Exception {
    assertThat(pin("https://api.quay.example:6443")).isTrue();
    assertThat(pin("https://api.quay.example:6443")).isFalse();

    assertThat(asked).containsOnly("api.quay.example");
    assertThat(hosts)
        .hasContent(
            BEFORE + "192.0.2.1\tapi.quay.example\n2001:db8:0:0:0:0:0:1\tapi.quay.example\n");
  }

  @Test
  void an_address_that_moved_is_replaced() throws Exception {
    pin("https://api.quay.example");
    address = "192.0.2.2";

    assertThat(pin("https://api.quay.example")).isTrue();

    assertThat(Files.readString(hosts))
        .contains("192.0.2.2\tapi.quay.example\n")
        .doesNotContain("192.0.2.1\t")
        .startsWith(BEFORE);
  }

  @Test
  void the_mode_of_the_file_stays() throws Exception {
    Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r-----"));

    pin("https://api.quay.example");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hosts)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void lines_that_were_added_go_again_and_no_others() throws Exception {
    String theirs = BEFORE + "192.0.2.1\tapi.quay.example\n";
    Files.writeString(hosts, theirs);
    pin("https://api.quay.example");
    OutpostHosts pinned = new OutpostHosts(new Root(folder));
    assertThat(pinned.added()).containsExactly("2001:db8:0:0:0:0:0:1\tapi.quay.example");

    pinned.unpin();

    assertThat(Files.readString(hosts)).isEqualTo(theirs);
    assertThat(pinned.added()).isEmpty();
    assertThat(folder.resolve("var/lib/nodeready/hosts")).doesNotExist();
  }

  @Test
  void a_name_server_that_comes_late_is_waited_for() throws Exception {
    failures = 3;

    assertThat(pin("https://api.quay.example")).isTrue();
    assertThat(asked).hasSize(4);
  }

  @Test
  void a_name_that_nobody_knows_ends_the_wait() {
    failures = Integer.MAX_VALUE;

    assertThatThrownBy(() -> pin("https://api.quay.example"))
        .hasMessageContaining("HOST_LOOKUP_FAILED");
    assertThat(hosts).hasContent(BEFORE);
  }

  @Test
  void an_endpoint_without_a_host_is_refused() {
    assertThatThrownBy(() -> pin("api.quay.example:6443"))
        .hasMessageContaining("CONFIG_ENDPOINT_INVALID");
  }
}
