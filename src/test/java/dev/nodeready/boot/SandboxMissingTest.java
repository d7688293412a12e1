package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.systemd.Gates;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose sandbox image cannot be had shows in the cluster all the same. */
class SandboxMissingTest {
  @TempDir Path folder;
  private ScriptedCri cri;

  @BeforeEach
  void start() throws IOException {
    cri = ScriptedCri.up(socket());
    sandbox("localhost/kubernetes/pause");
    configure("");
  }

  @AfterEach
  void stop() {
    cri.close();
  }

  @Test
  void a_local_image_that_is_nowhere_degrades_the_boot_and_lets_kubelet_start() throws Exception {
    try (BootPlan boot = boot()) {
      assertThat(boot.pass().runtime.image(new Notes()))
          .isInstanceOfSatisfying(
              Outcome.Degraded.class,
              degraded -> assertThat(degraded.failure().code()).isEqualTo(Code.IMAGE_LOCAL_ABSENT));
      assertThat(boot.run().gates().isOpen(Gates.RUNTIME)).isTrue();
    }
  }

  @Test
  void it_fails_the_boot_where_the_configuration_says_so() throws Exception {
    configure(", sandboxMissing: fail");
    try (BootPlan boot = boot()) {
      assertThatThrownBy(() -> boot.pass().runtime.image(new Notes()))
          .hasMessageContaining("IMAGE_LOCAL_ABSENT");
      assertThat(boot.run().gates().isOpen(Gates.RUNTIME)).isFalse();
    }
  }

  @Test
  void a_registry_that_may_come_back_is_no_image_that_is_missing_for_good() throws Exception {
    sandbox("registry.example/pause:1");
    cri.failing("PullImage", Status.UNKNOWN.withDescription("x: 503 Service Unavailable"));
    try (BootPlan boot = boot()) {
      assertThatThrownBy(() -> boot.pass().runtime.image(new Notes()))
          .hasMessageContaining("IMAGE_REGISTRY_ERROR");
      assertThat(boot.run().gates().isOpen(Gates.RUNTIME)).isFalse();
    }
  }

  private void sandbox(String image) {
    cri.telling("config", "{\"sandboxImage\":\"" + image + "\",\"snapshotter\":\"native\"}");
  }

  private Path socket() throws IOException {
    Path socket = new Root(folder).at(TestNode.SOCKET);
    Files.createDirectories(socket.getParent());
    return socket;
  }

  private void configure(String more) throws IOException {
    new TestNode(folder).configure("bootstrap: {platform: none, nodeName: one%s}".formatted(more));
  }

  private BootPlan boot() {
    return new BootPlan(
        Run.of(new TestNode(folder).options(SupervisorKind.NONE), Time.SYSTEM, null));
  }
}
