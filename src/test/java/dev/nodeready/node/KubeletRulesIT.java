package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.config.kubelet.RuleCases;
import dev.nodeready.cri.ScriptedCri;
import dev.nodeready.host.Commands;
import java.nio.file.Path;
import java.time.Duration;
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
    AskedKubelet kubelet = new AskedKubelet(part.program("kubelet"), version, folder);
    try (ScriptedCri _ = ScriptedCri.up(folder.resolve("cri.sock"))) {
      List<String> differences =
          RuleCases.all().filter(one -> one.mark() != '!').toList().parallelStream()
              .flatMap(one -> difference(kubelet, Release.of(version), one).stream())
              .toList();
      assertThat(String.join("\n", differences)).isEmpty();
    }
  }

  private static Optional<String> difference(AskedKubelet kubelet, int minor, RuleCases.Case one) {
    Optional<String> death = kubelet.death(node(one), one.words());
    List<String> refusals = one.refusals(minor);
    return death.isEmpty() == refusals.isEmpty()
        ? Optional.empty()
        : Optional.of(one + "\n    kubelet: " + death + "\n    rules:   " + refusals);
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
}
