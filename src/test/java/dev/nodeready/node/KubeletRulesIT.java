package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.json.Json;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.config.kubelet.RuleCases;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.host.Commands;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real kubelet says of each case in {@code rules.txt} the same as the rules: it exits, or goes on
 * as far as to the one setting that ends it last, before it would touch the machine. The newest
 * version is taken in with {@code src/test/setup/30-kubernetes VERSION}.
 */
class KubeletRulesIT {
  /** Looked at behind everything else that is checked. */
  private static final String SYSCTL = "no such sysctl";

  private static final String LAST = "failed to create kubelet: sysctl";

  private static final Pattern FLAG = Pattern.compile("(?m)^ +(?:-[a-z], )?--([a-z0-9-]+)");
  private static final Pattern GATE = Pattern.compile("(?:kube:)?([A-Za-z0-9]+)=true\\|false");

  @TempDir private Path folder;

  @Test
  void kubelet_1_34_exits_where_the_rules_say_so() throws Exception {
    compare(RealPart.KUBELET, "v1.34.4");
  }

  @Test
  void the_newest_kubelet_exits_where_the_rules_say_so() throws Exception {
    compare(RealPart.KUBERNETES_NEWEST, "v1.37.2");
  }

  @ParameterizedTest
  @CsvSource({"KUBELET, 34", "KUBERNETES_NEWEST, 37"})
  void the_tables_have_what_kubelet_prints(RealPart part, int minor) throws Exception {
    String help =
        new Commands(Map.of())
            .run(Duration.ofSeconds(30), List.of(part.program("kubelet"), "--help"))
            .output();

    assertThat(RuleCases.flags(minor)).containsExactlyInAnyOrderElementsOf(all(FLAG, help));
    // Gates that are done are known too, but not printed.
    assertThat(RuleCases.gates(minor)).containsAll(all(GATE, help)).hasSizeGreaterThan(150);
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void compare(RealPart part, String version) throws Exception {
    String program = part.program("kubelet");
    try (ScriptedCri _ = ScriptedCri.up(folder.resolve("cri.sock"))) {
      List<String> differences =
          RuleCases.all().filter(one -> one.mark() != '!').toList().parallelStream()
              .flatMap(one -> difference(program, version, one).stream())
              .toList();
      assertThat(String.join("\n", differences)).isEmpty();
    }
  }

  private Optional<String> difference(String program, String version, RuleCases.Case one) {
    try {
      String said = answer(program, version, one);
      List<String> refusals = one.refusals(Release.of(version));
      return said.contains(LAST) == refusals.isEmpty()
          ? Optional.empty()
          : Optional.of(one + "\n    kubelet: " + lastLine(said) + "\n    rules:   " + refusals);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String answer(String program, String version, RuleCases.Case one)
      throws IOException, InterruptedException {
    Root root = new Root(Files.createTempDirectory(folder, "m"));
    NodeStatus status = new NodeStatus(Nodes.EC2.instance(), "", version);
    for (RenderedFile file : DesiredNode.of(node(one), status, Nodes.FACTS).files()) {
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
    command.addAll(one.words());
    return new Commands(Map.of()).run(Duration.ofSeconds(30), command).errors();
  }

  private static NodeConfig node(RuleCases.Case one) {
    NodeConfig plain = Nodes.config();
    return new NodeConfig(
        plain.cluster(),
        plain.containerd(),
        plain.instance(),
        new NodeConfig.Kubelet(one.config(), List.of(), ""),
        plain.featureGates(),
        plain.bootstrap());
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
