package dev.nodeready.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import dev.nodeready.ready.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GatesTest {
  private static final Path SCRIPT = Path.of("systemd/libexec/gate");

  @TempDir private Path folder;

  @Test
  void a_gate_is_closed_until_it_is_opened() {
    Gates gates = new Gates(new Root(folder));

    assertThat(gates.isOpen(Gates.CONFIG)).isFalse();
    gates.open(Gates.CONFIG);
    gates.open(Gates.CONFIG);

    assertThat(gates.isOpen(Gates.CONFIG)).isTrue();
    assertThat(gates.isOpen(Gates.RUNTIME)).isFalse();
  }

  @Test
  void wakes_who_watches_for_it() throws InterruptedException {
    Gates gates = new Gates(new Root(folder));
    try (Trigger trigger = gates.watch(Gates.CLOUD_FINAL)) {
      gates.open(Gates.CLOUD_FINAL);

      while (!gates.isOpen(Gates.CLOUD_FINAL)) {
        trigger.await(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void lets_go_a_unit_that_waits() throws IOException, InterruptedException {
    Process waiter = gate("wait");
    Path fifo = folder.resolve("run/nodeready/config.wait");
    while (!Files.exists(fifo)) {
      assertThat(waiter.isAlive()).isTrue();
      waiter.waitFor(5, TimeUnit.MILLISECONDS);
    }

    new Gates(new Root(folder)).open(Gates.CONFIG);

    assertThat(waiter.waitFor()).isZero();
    assertThat(fifo).doesNotExist();
  }

  @Test
  void never_leaves_a_waiter_behind_however_the_two_meet()
      throws IOException, InterruptedException {
    for (int round = 0; round < 25; round++) {
      Process waiter = gate("wait");
      waiter.waitFor(round % 5, TimeUnit.MILLISECONDS);
      new Gates(new Root(folder)).open(Gates.CONFIG);

      assertThat(waiter.waitFor(10, TimeUnit.SECONDS)).as("round %s", round).isTrue();
      assertThat(waiter.exitValue()).isZero();
      Files.delete(folder.resolve("run/nodeready/config.done"));
    }
  }

  /** A program in rm's place begins to wait at the very moment at which the FIFO is removed. */
  @Test
  void nobody_is_left_at_a_fifo_that_is_being_removed() throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path late = folder.resolve("late");
    Files.writeString(
        bin.resolve("rm"),
        """
        #!/bin/sh
        case $* in *.wait) (read -r _ <"$2"; echo gone >%s) 3>&- & sleep 0.3 ;; esac
        exec /bin/rm "$@"
        """
            .formatted(late));
    assertThat(bin.resolve("rm").toFile().setExecutable(true)).isTrue();
    Path fifo = folder.resolve("run/nodeready/config.wait");
    Files.createDirectories(fifo.getParent());
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    // What the opener says ends when the one who waits does, who has it open as well.
    Process both =
        gate(bin + ":" + System.getenv("PATH"), "{ sh \"$0\" open config; echo opened $?; } | cat");

    assertThat(both.inputReader().readAllAsString()).contains("opened 0\n");
    assertThat(both.waitFor()).isZero();
    assertThat(late).exists();
  }

  @Test
  void a_gate_that_was_said_to_stay_shut_opens_once_the_configuration_is_mended()
      throws IOException, InterruptedException {
    assertThat(gate("fail").waitFor()).isZero();
    Gates gates = new Gates(new Root(folder));

    gates.forgetFailures();
    Process waiter = gate("wait");
    gates.open(Gates.CONFIG);

    assertThat(waiter.waitFor()).isZero();
  }

  @Test
  void an_open_gate_is_passed_at_once() throws IOException, InterruptedException {
    new Gates(new Root(folder)).open(Gates.CONFIG);

    assertThat(gate("wait").waitFor()).isZero();
  }

  @Test
  void a_gate_that_will_never_open_is_told_as_a_failure() throws IOException, InterruptedException {
    Process waiter = gate("wait");

    assertThat(gate("fail").waitFor()).isZero();

    assertThat(waiter.waitFor()).isEqualTo(1);
  }

  private Process gate(String verb) throws IOException {
    return gate(System.getenv("PATH"), "exec sh \"$0\" " + verb + " config");
  }

  /** A line of shell, to which the script is {@code $0}. */
  private Process gate(String path, String line) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line, SCRIPT.toAbsolutePath().toString());
    builder.environment().put("PATH", path);
    builder.environment().put("NODEREADY_RUN", folder.resolve("run/nodeready").toString());
    return builder.redirectErrorStream(true).start();
  }
}
