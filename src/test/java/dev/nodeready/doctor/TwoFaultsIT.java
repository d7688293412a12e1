package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.api.Authority;
import dev.nodeready.api.Kubeconfigs;
import dev.nodeready.api.ScriptedApi;
import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.Containerd;
import dev.nodeready.rehearsal.LoopbackRegistry;
import dev.nodeready.rehearsal.LoopbackRegistry.Fault;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two faults at once, of two areas, with a real containerd on the machine: both are named, and
 * first the one that blocks first. More of them, on a machine that has booted, has {@code
 * IllMachineIT}.
 */
class TwoFaultsIT {
  private static final String SANDBOX = "localhost/berth/pause:3.10";
  private static final String KUBECONFIG = "/var/lib/kubelet/kubeconfig";
  private static final String SWAP =
      "E1128 22:12:51.511705 15877 run.go:72] \"command failed\" err=\"failed to run Kubelet: running"
          + " with swap on is not supported, please disable swap or set --fail-swap-on flag to false\"";

  private SickContainerd containerd;

  @BeforeEach
  void prepare() throws Exception {
    containerd = SickContainerd.prepare(Containerd.V1, SANDBOX);
  }

  @AfterEach
  void stop() throws Exception {
    containerd.close();
  }

  private Ill node() throws Exception {
    return containerd.machine().asNode().withSettings("{\"healthzPort\": 1}");
  }

  /** What blocks, in its order, without what only follows from it. */
  private static void finds(Ill machine, Code... codes) throws Exception {
    List<Code> found =
        new Doctor(machine.patient())
            .look(Checks.all(), Duration.ofSeconds(10)).findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.FAILURE)
                .map(Finding::code)
                .filter(code -> Stream.of(codes).anyMatch(code::equals))
                .toList();

    assertThat(found).containsExactly(codes);
  }

  @Test
  void a_full_disk_and_a_folder_in_the_sockets_place() throws Exception {
    Files.write(
        containerd.mount("var/lib/containerd", "size=64k").resolve("ballast"), new byte[64 << 10]);
    Files.createDirectories(containerd.real().endpoint().socket());

    finds(node(), Code.HOST_DISK_FULL, Code.CRI_SOCKET_IS_FOLDER);
  }

  @Test
  void a_configuration_without_its_runtime_and_a_containerd_that_was_killed() throws Exception {
    containerd.ready();
    containerd.real().kill();
    containerd.change("snapshotter = \"native\"", "default_runtime_name = \"crun\"");

    finds(node(), Code.CONTAINERD_CONFIG_RUNTIME, Code.CRI_REFUSED);
  }

  @Test
  void a_containerd_that_was_killed_and_swap_for_kubelet() throws Exception {
    containerd.ready();
    containerd.real().kill();

    finds(node().said("kubelet.service", SWAP), Code.CRI_REFUSED, Code.KUBELET_SWAP_ON);
  }

  @Test
  void a_localhost_that_leads_astray_and_a_registry_that_refuses() throws Exception {
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      String image = registry.host() + "/berth/pause:3.10";
      containerd.change(SANDBOX, image);
      containerd.real().using(registry);
      registry.failingAlways(new Fault.Status("manifests", 403, ""));
      containerd.ready();
      containerd.real().pull(image);

      finds(
          node().with("/etc/hosts", "192.0.2.9 localhost\n"),
          Code.HOST_LOCALHOST_UNRESOLVED,
          Code.IMAGE_FORBIDDEN);
    }
  }

  @Test
  void an_image_that_is_nowhere_and_a_drop_in_of_kubelets_that_is_empty() throws Exception {
    containerd.ready();

    finds(
        node()
            .with("/etc/kubernetes/kubelet/config.json.d/50-x.conf", "")
            .withFlags("--config-dir=/etc/kubernetes/kubelet/config.json.d"),
        Code.IMAGE_LOCAL_ABSENT,
        Code.KUBELET_DROP_IN_BROKEN);
  }

  @Test
  void a_state_of_another_policy_and_an_authority_that_is_another() throws Exception {
    Authority authority = new Authority("ca");
    containerd.ready();
    try (ScriptedApi api = new ScriptedApi(authority, authority.server("127.0.0.1"))) {
      Ill machine =
          node().with("/var/lib/kubelet/cpu_manager_state", "{\"policyName\":\"static\"}");
      joins(machine, api.url(), new Authority("other").pem());

      finds(machine, Code.KUBELET_STATE_OF_OTHER_POLICY, Code.JOIN_CA_WRONG);
    }
  }

  @Test
  void a_snapshotter_that_is_away_and_an_api_server_that_does_not_listen() throws Exception {
    containerd.change("snapshotter = \"native\"", "snapshotter = \"soci\"");
    containerd.real().start();
    containerd.said("failed to find snapshotter");
    Ill machine = node();
    joins(machine, URI.create("https://127.0.0.1:1"), new Authority("ca").pem());

    finds(machine, Code.CONTAINERD_SNAPSHOTTER_UNUSABLE, Code.JOIN_API_REFUSED);
  }

  private static void joins(Ill machine, URI server, String authority) throws Exception {
    machine.withFlags("--kubeconfig=" + KUBECONFIG + " --hostname-override=n1");
    Kubeconfigs.write(machine.root(), KUBECONFIG, server, authority, "token: t1");
  }
}
