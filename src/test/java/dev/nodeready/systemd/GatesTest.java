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
    ProcessBuilder builder =
        new ProcessBuilder("sh", SCRIPT.toAbsolutePath().toString(), verb, "config");
    builder.environment().put("NODEREADY_RUN", folder.resolve("run/nodeready").toString());
    return builder.redirectErrorStream(true).start();
  }
}
