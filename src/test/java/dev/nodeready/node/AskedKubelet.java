package dev.nodeready.node;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.json.Json;
import dev.nodeready.host.Commands;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real kubelet that is asked whether it lives with a node's files and flags. It goes as far as to
 * the one setting that ends it last, before it would touch the machine.
 *
 * @param folder to work in, with a runtime at {@code cri.sock}
 */
record AskedKubelet(String program, String version, Path folder) {
  /** Looked at behind everything else that is checked. */
  private static final String SYSCTL = "no such sysctl";

  private static final String LAST = "failed to create kubelet: sysctl";

  /** What kubelet dies of; empty where it lives. */
  Optional<String> death(NodeConfig config, List<String> words) {
    try {
      String said = answer(config, words);
      return said.contains(LAST) ? Optional.empty() : Optional.of(lastLine(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String answer(NodeConfig config, List<String> words)
      throws IOException, InterruptedException {
    Root root = new Root(Files.createTempDirectory(folder, "m"));
    NodeStatus status = new NodeStatus(Nodes.EC2.instance(), "", version);
    for (RenderedFile file : DesiredNode.of(config, status, Nodes.FACTS).files()) {
      if (file.path().startsWith("/etc/kubernetes/kubelet/")) {
        Files.createDirectories(root.at(file.path()).getParent());
        Files.write(root.at(file.path()), file.content());
      }
    }
    Path dropIns = root.at("/etc/kubernetes/kubelet/config.json.d");
    Files.createDirectories(dropIns);
    Files.writeString(dropIns.resolve("10-alone.conf"), Json.pretty(alone(), 2));
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--config=" + root.at("/etc/kubernetes/kubelet/config.json"),
                "--config-dir=" + dropIns,
                "--root-dir=" + root.at("/kubelet"),
                "--cert-dir=" + root.at("/pki"),
                "--hostname-override=berth"));
    command.addAll(words);
    return new Commands(Map.of()).run(Duration.ofSeconds(30), command).errors();
  }

  /** Lets kubelet begin on a machine that is no node and has no API server. */
  private Map<String, Object> alone() {
    return Map.of(
        "kind",
        "KubeletConfiguration",
        "apiVersion",
        "kubelet.config.k8s.io/v1beta1",
        "authentication",
        Map.of("webhook", Map.of("enabled", false), "x509", Map.of("clientCAFile", "")),
        "authorization",
        Map.of("mode", "AlwaysAllow"),
        "containerRuntimeEndpoint",
        "unix://" + folder.resolve("cri.sock"),
        "failSwapOn",
        false,
        "failCgroupV1",
        false,
        "protectKernelDefaults",
        false,
        "allowedUnsafeSysctls",
        List.of(SYSCTL));
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().toList();
    return lines.isEmpty() ? "" : lines.getLast().replaceFirst(", path: &TypeMeta.*", "");
  }
}
