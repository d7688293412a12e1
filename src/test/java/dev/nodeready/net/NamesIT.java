package dev.nodeready.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
    Needs.that("root".equals(System.getProperty("user.name")), "root, for a mount namespace");
    Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
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
                home(Names.class) + ":" + home(Late.class),
                Late.class.getName(),
                folder.resolve("hosts").toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("the name late.lab has no address\n192.0.2.7\n");
  }

  private static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
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
      System.out.println(names.addresses("late.lab", MINUTE)[0].getHostAddress());
    }
  }
}
