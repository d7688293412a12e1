package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.plan.Event;
import dev.nodeready.plan.Result;
import dev.nodeready.report.NotifyListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class NotifyTest {
  @TempDir private Path folder;

  @Test
  void says_ready_with_a_status() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString())) {
      notify.ready("joined as node-1");

      assertThat(server.next()).isEqualTo("READY=1\nSTATUS=joined as node-1");
    }
  }

  @Test
  void asks_for_more_time_in_microseconds_while_it_waits() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString())) {
      notify.waiting("waits for the CRI", Duration.ofSeconds(60));

      assertThat(server.next()).isEqualTo("STATUS=waits for the CRI\nEXTEND_TIMEOUT_USEC=60000000");
    }
  }

  @Test
  void speaks_each_word_of_the_protocol() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString())) {
      notify.watchdog();
      notify.reloading(2_000_000);
      notify.stopping("stopped by a signal");

      assertThat(server.next()).isEqualTo("WATCHDOG=1");
      assertThat(server.next()).isEqualTo("RELOADING=1\nMONOTONIC_USEC=2000");
      assertThat(server.next()).isEqualTo("STOPPING=1\nSTATUS=stopped by a signal");
    }
  }

  @Test
  void keeps_a_status_on_one_line_so_that_it_cannot_forge_another_word() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString())) {
      notify.status("waits\nREADY=1");

      assertThat(server.next()).isEqualTo("STATUS=waits READY=1");
    }
  }

  @Test
  void tells_what_passes_at_once_when_it_is_time() throws IOException {
    String socket = folder.resolve("notify").toString();
    try (Server server = Server.at(socket);
        Notify notify = Notify.of(Map.of("NOTIFY_SOCKET", socket), Duration.ofHours(1))) {
      notify.waiting("waits for kubelet", Duration.ofSeconds(1));

      notify.tellNow();

      assertThat(server.next()).isEqualTo("STATUS=waits for kubelet\nEXTEND_TIMEOUT_USEC=1000000");
    }
  }

  /** A program of the user's may take 30 seconds behind that. */
  @Test
  void the_end_of_a_boot_is_told_at_once_whatever_of_it_was_awaited() throws IOException {
    Failure look = Failure.passing(Code.JOIN_NOT_READY, "see it", "it is not");
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString())) {
      NotifyListener teller = new NotifyListener(notify, "registered");
      teller.on(new Event.PlanEnded(Instant.EPOCH, new Result.Succeeded()));
      teller.on(new Event.PlanEnded(Instant.EPOCH, new Result.Degraded(List.of(look))));
      teller.on(new Event.PlanEnded(Instant.EPOCH, new Result.Failed(look)));

      assertThat(server.next()).isEqualTo("READY=1\nSTATUS=joined");
      assertThat(server.next()).startsWith("READY=1\nSTATUS=joined, but JOIN_NOT_READY");
      assertThat(server.next()).startsWith("STATUS=JOIN_NOT_READY");
    }
  }

  @Test
  void finds_an_abstract_socket() throws IOException {
    String name = "nodeready-test-" + ProcessHandle.current().pid();
    try (Server server = Server.at("\0" + name);
        Notify notify = notify("@" + name)) {
      notify.watchdog();

      assertThat(server.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void tells_nobody_where_nobody_listens() {
    try (Notify notify = Notify.of(Map.of(), Duration.ZERO)) {
      notify.ready("joined");

      assertThat(notify.isHeard()).isFalse();
    }
  }

  @Test
  void tells_of_a_quick_boot_only_that_it_is_ready() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString());
        Notify notify = notify(folder.resolve("notify").toString(), Duration.ofHours(1))) {
      notify.waiting("resolve/node-config", Duration.ofMinutes(6));
      notify.status("configure/runtime-files");
      notify.ready("joined");
      notify.watchdog();

      assertThat(server.next()).isEqualTo("READY=1\nSTATUS=joined");
      assertThat(server.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void tells_the_latest_word_before_it_goes_and_keeps_the_time_asked_for() throws IOException {
    try (Server server = Server.at(folder.resolve("notify").toString())) {
      try (Notify notify = notify(folder.resolve("notify").toString(), Duration.ofHours(1))) {
        notify.waiting("waits for the CRI", Duration.ofSeconds(60));
        notify.status("CRI_REFUSED: nobody listens");
      }

      assertThat(server.next())
          .isEqualTo("STATUS=CRI_REFUSED: nobody listens\nEXTEND_TIMEOUT_USEC=60000000");
    }
  }

  @Test
  void goes_on_when_the_listener_is_gone() {
    try (Notify notify = notify(folder.resolve("nobody").toString())) {
      notify.status("first");
      notify.status("second");

      assertThat(notify.isHeard()).isTrue();
    }
  }

  @Test
  void knows_the_watchdogs_limit() {
    Map<String, String> environment = Map.of("WATCHDOG_USEC", "30000000");

    assertThat(Notify.of(environment, Duration.ZERO).watchdogLimit())
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(Notify.of(Map.of("WATCHDOG_USEC", "soon"), Duration.ZERO).watchdogLimit()).isZero();
  }

  /** It was killed in a reload that waited for longer than the watchdog's limit. */
  @Test
  void keeps_the_watchdog_quiet_while_a_reload_has_a_reason_to_wait() throws IOException {
    String socket = folder.resolve("notify").toString();
    Map<String, String> watched = Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000000");
    try (Server server = Server.at(socket);
        Notify notify = Notify.of(watched, Duration.ZERO)) {
      notify.ready("joined");
      notify.waiting("waits for the CRI", Duration.ofSeconds(60));
      assertThat(server.next()).isEqualTo("READY=1\nSTATUS=joined");
      assertThat(server.next())
          .isEqualTo(
              "STATUS=waits for the CRI\nEXTEND_TIMEOUT_USEC=60000000"
                  + "\nWATCHDOG=1\nWATCHDOG_USEC=60000000");

      notify.ready("joined again");

      assertThat(server.next())
          .isEqualTo("READY=1\nSTATUS=joined again\nWATCHDOG=1\nWATCHDOG_USEC=30000000");
    }
  }

  private static Notify notify(String socket) {
    return notify(socket, Duration.ZERO);
  }

  private static Notify notify(String socket, Duration pace) {
    return Notify.of(Map.of("NOTIFY_SOCKET", socket), pace);
  }

  /** The other end, as systemd opens it. */
  private record Server(UnixDatagramChannel channel) implements AutoCloseable {
    static Server at(String path) throws IOException {
      UnixDatagramChannel channel = UnixDatagramChannel.open();
      channel.bind(new UnixSocketAddress(path));
      return new Server(channel);
    }

    String next() throws IOException {
      ByteBuffer message = ByteBuffer.allocate(2048);
      channel.receive(message);
      return new String(message.array(), 0, message.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
