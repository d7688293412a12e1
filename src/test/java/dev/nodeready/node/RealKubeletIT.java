package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.NodeStatus;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real kubelet reads the rendered configuration and drop-in, in its strict way. */
class RealKubeletIT {
  @TempDir Path folder;

  @Test
  void kubelet_takes_the_rendered_configuration() throws InterruptedException {
    String program = RealPart.KUBELET.program("kubelet");
    Root root = new Root(folder.resolve("m"));
    String noSuchCa = folder.resolve("no-ca.crt").toString();
    Map<String, Object> users =
        Map.of(
            "authentication",
            Map.of("x509", Map.of("clientCAFile", noSuchCa)),
            "kubeReservedCgroup",
            "",
            "maxPods",
            31L);
    NodeStatus status = new NodeStatus(Nodes.EC2.instance(), "", "v1.34.4");
    DesiredNode node =
        DesiredNode.of(Nodes.config("", users, List.of("--v=2")), status, Nodes.FACTS);
    new Converge(root, node).applyFiles();

    Commands.Result ended =
        new Commands(Map.of())
            .run(
                Duration.ofSeconds(30),
                List.of(
                    program,
                    "--config=" + root.at("/etc/kubernetes/kubelet/config.json"),
                    "--config-dir=" + root.at("/etc/kubernetes/kubelet/config.json.d"),
                    "--kubeconfig=" + folder.resolve("kubeconfig"),
                    "--root-dir=" + folder.resolve("root"),
                    "--cert-dir=" + folder.resolve("pki"),
                    "--cloud-provider=external",
                    "--hostname-override=berth"));

    // It is stopped by the first thing after reading and checking: the CA that the drop-in names.
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.errors())
        .contains("unable to load client CA file " + noSuchCa)
        .doesNotContain("lenient decoding")
        .doesNotContain("invalid configuration")
        .doesNotContain("failed to load kubelet config");
  }
}
