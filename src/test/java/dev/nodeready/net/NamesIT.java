package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names by the system's own resolver, with hosts of the test's in a mount namespace. */
@Timeout(60)
class NamesIT {
  private static final String SCRIPT =
      """
      mount --bind "$0/hosts" /etc/hosts && mount --bind "$0/resolv.conf" /etc/resolv.conf && exec "$@"
      """;

  @TempDir private Path folder;

  /** Seen: a boot asked nobody for 10 s, because Java had kept the answer. */
  @Test
  void a_name_that_had_no_address_a_moment_ago_is_asked_for_again() throws Exception {
    assertThat(said("127.0.0.1 localhost\n", Late.class))
        .isEqualTo("the name late.lab has no address\n192.0.2.7\n");
  }

  /** Seen: a name server told a wrong address for 4 s, and it was called for 40 s. */
  @Test
  void a_name_that_led_nowhere_a_moment_ago_is_asked_for_again() throws Exception {
    assertThat(said("127.0.0.2 moved.lab\n", Moved.class)).isEqualTo("REFUSED\n127.0.0.1\n");
  }

  /** What the program says on a machine with these hosts and no name server. */
  private String said(String hosts, Class<?> program) throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "root, for a mount namespace");
    Files.writeString(folder.resolve("hosts"), hosts);
    Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");

    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                folder.resolve("hosts").toString())
            .redirectErrorStream(true)
            .start();

    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Looks for a name before and after it is there. */
  static final class Late {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Late() {}

    public static void main(String[] args) throws Exception {
      Names names = Names.ofSystem();
      try {
        names.addresses("late.lab", MINUTE);
      } catch (CallException e) {
        System.out.println(e.happened());
      }
      Files.writeString(Path.of(args[0]), "192.0.2.7 late.lab\n", StandardOpenOption.APPEND);
      System.out.println(names.addresses("late.lab", MINUTE).getFirst().getHostAddress());
    }
  }

  /** Calls a name whose address is another's, and then its own. */
  static final class Moved {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Http.Bounds BOUNDS = new Http.Bounds(MINUTE, MINUTE, MINUTE, 1);

    private Moved() {}

    public static void main(String[] args) throws Exception {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        URI uri = URI.create("http://moved.lab:" + server.getLocalPort());
        try {
          open(uri).close();
        } catch (CallException e) {
          System.out.println(e.stage());
        }
        Files.writeString(Path.of(args[0]), "127.0.0.1 moved.lab\n");
        try (Socket socket = open(uri)) {
          System.out.println(socket.getInetAddress().getHostAddress());
        }
      }
    }

    private static Socket open(URI uri) throws IOException {
      return Dialer.open(uri, null, BOUNDS, Deadline.after(MINUTE, Time.SYSTEM), Tls.of(Map.of()));
    }
  }
}
