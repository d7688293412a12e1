package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.plan.Outcome;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.SystemdSupervisor;
import dev.nodeready.systemd.ScriptedUnits;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where kubelet's health endpoint is switched off, it is seen to run and no more. */
class KubeletWithoutHealthTest {
  private static final String UNIT = Daemon.KUBELET.unit();

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final ScriptedUnits units = new ScriptedUnits();

  @BeforeEach
  void configure() throws IOException {
    TestNode node = new TestNode(folder);
    node.write("/etc/eks/kubelet-version.txt", "1.34.1");
    node.write("/etc/kubernetes/kubelet/config.json", "{\"healthzPort\":0}");
    node.configure("bootstrap: {platform: none, nodeName: one}");
  }

  @Test
  void nobody_waits_for_an_endpoint_that_is_off() throws Exception {
    units.is(ScriptedUnits.running(UNIT, 7));
    try (BootPlan boot = boot()) {
      assertThat(boot.pass().kubelet.healthy(new Notes()).detail()).startsWith("it runs; ");
    }
  }

  @Test
  void one_that_does_not_run_is_none_that_is_healthy() {
    units.is(ScriptedUnits.failed(UNIT, "exit-code"));
    try (BootPlan boot = boot()) {
      assertThatThrownBy(
              () -> {
                Outcome _ = boot.pass().kubelet.healthy(new Notes());
              })
          .hasMessageContaining("KUBELET_UNIT_FAILED");
    }
  }

  private BootPlan boot() {
    return TestNode.plan(
        new TestNode(folder).options(SupervisorKind.SYSTEMD),
        time,
        new SystemdSupervisor(units, time));
  }
}
