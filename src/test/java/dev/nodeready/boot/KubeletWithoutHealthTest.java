package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.boot.BootOptions.BudgetOptions;
import dev.nodeready.host.Root;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Selection;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.SystemdSupervisor;
import dev.nodeready.systemd.ScriptedUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    write("etc/eks/kubelet-version.txt", "1.34.1");
    write("etc/kubernetes/kubelet/config.json", "{\"healthzPort\":0}");
    write(
        "node.yaml",
        """
        apiVersion: node.eks.aws/v1alpha1
        kind: NodeConfig
        spec:
          cluster:
            name: quay
            apiServerEndpoint: https://192.0.2.1:6443
            certificateAuthority: Y2E=
            cidr: 10.96.0.0/16
          bootstrap: {platform: none, nodeName: one}
        """);
  }

  @Test
  void nobody_waits_for_an_endpoint_that_is_off() throws Exception {
    units.is(ScriptedUnits.running(UNIT, 7));
    try (Boot boot = boot()) {
      assertThat(new KubeletSteps(boot).healthy(new Deaf()).detail()).startsWith("it runs; ");
    }
  }

  @Test
  void one_that_does_not_run_is_none_that_is_healthy() {
    units.is(ScriptedUnits.failed(UNIT, "exit-code"));
    try (Boot boot = boot()) {
      assertThatThrownBy(
              () -> {
                Outcome _ = new KubeletSteps(boot).healthy(new Deaf());
              })
          .hasMessageContaining("KUBELET_UNIT_FAILED");
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Boot boot() {
    BootOptions options =
        new BootOptions(
            "init",
            new Root(folder),
            null,
            List.of("file://" + folder.resolve("node.yaml")),
            null,
            new Selection(Set.of(), Set.of()),
            SupervisorKind.SYSTEMD,
            BudgetOptions.NONE,
            false,
            JoinPolicy.READY,
            false);
    return new Boot(options, time, new SystemdSupervisor(units, time));
  }

  private record Deaf() implements Progress {
    @Override
    public void note(String text) {}

    @Override
    public void waiting(String subject, String because, Duration elapsed, Duration left) {}

    @Override
    public void resumed() {}

    @Override
    public void attempt() {}

    @Override
    public void flapped(String what) {}

    @Override
    public void found(Map<String, String> facts) {}
  }
}
