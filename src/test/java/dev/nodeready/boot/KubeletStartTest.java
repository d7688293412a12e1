package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done before kubelet's start, and what that need not wait for. */
class KubeletStartTest {
  private static final String START = "start " + Daemon.KUBELET.unit();
  private static final String STATE = "/var/lib/kubelet/memory_manager_state";

  @TempDir Path folder;
  private TestNode node = new TestNode(Path.of(""));
  private final PlainUnits units = new PlainUnits();

  @BeforeEach
  void configure() throws IOException {
    node = new TestNode(folder);
    node.write("/etc/eks/kubelet-version.txt", "1.34.1");
    node.write("/etc/kubernetes/kubelet/config.json", "{\"kind\":\"KubeletConfiguration\"}");
    node.configure("bootstrap: {platform: none, nodeName: one, join: healthy}");
  }

  private Outcome start() throws InterruptedException {
    try (BootPlan boot =
        TestNode.plan(node.options(SupervisorKind.SYSTEMD), new ManualTime(), units)) {
      // What the step tells and what the units do come into one list, in their order.
      return boot.pass().kubelet.start(new Notes(units.done));
    }
  }

  @Test
  void swap_is_told_behind_a_start_that_did_not_wait_for_it() throws Exception {
    node.write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 1 0 -2\n");

    assertThat(start().detail()).isEqualTo("started");
    assertThat(units.done).hasSize(2).startsWith(START);
    assertThat(units.done.getLast()).contains("KUBELET_SWAP_ON", "/swap.img");
  }

  @Test
  void the_state_of_another_policy_is_gone_before_kubelet_can_read_it() throws Exception {
    node.write(STATE, "{\"policyName\":\"Static\",\"checksum\":1}");

    assertThat(start().detail()).isEqualTo("started");
    assertThat(units.done).hasSize(2).endsWith(START);
    assertThat(units.done.getFirst()).contains("removed", STATE);
    assertThat(new Root(folder).at(STATE)).doesNotExist();
  }

  @Test
  void a_kubelet_that_runs_keeps_its_state_and_is_not_looked_at() throws Exception {
    node.write("/proc/swaps", "Filename Type Size Used Priority\n/swap.img file 1 0 -2\n");
    node.write(STATE, "{\"policyName\":\"Static\",\"checksum\":1}");
    units.runs.put(Daemon.KUBELET.unit(), new UnitRun("early", Optional.of(Instant.EPOCH)));

    assertThat(start().detail()).startsWith("runs already");
    assertThat(units.done).isEmpty();
    assertThat(new Root(folder).at(STATE)).exists();
  }
}
