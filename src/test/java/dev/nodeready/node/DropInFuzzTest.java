package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.config.Validation;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.ProgramVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No NodeConfig that nodeadm boots is refused: random ones, as a boot reads and renders them.
 * {@code -Ddropin.rounds=100000 -Ddropin.seed=2} for a long search; a refusal names its seed.
 */
class DropInFuzzTest {
  private static final int ROUNDS = Integer.getInteger("dropin.rounds", 300);
  private static final long SEED = Long.getLong("dropin.seed", 1);

  @TempDir Path folder;

  @Test
  void a_boot_refuses_nothing_that_nodeadm_boots() throws Exception {
    Map<String, String> refused = new LinkedHashMap<>();
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      String text = new RandomNodeConfig(seed).document();
      Path file = Files.writeString(folder.resolve("node.yaml"), text, StandardCharsets.UTF_8);
      try {
        boot(file, seed % 2 == 0 ? new ProgramVersion(1, 7, 27) : new ProgramVersion(2, 2, 1));
      } catch (FailureException e) {
        if (!isNodeadmsToo(e, text, seed)) {
          refused.putIfAbsent(
              e.failure().toLine().replaceAll("\\S+node.yaml:\\d+:\\d+", ""), "seed " + seed);
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  private static void boot(Path file, ProgramVersion containerd) throws InterruptedException {
    ResolvedConfig resolved =
        new ConfigResolver(() -> null).resolve(List.of("file://" + file), null, false);
    ConfigResolver.checkAgain(resolved, new Validation.Facts("v1.34.1", 8L << 30), false);
    NodeConfig config = resolved.config();
    DesiredNode node = DesiredNode.of(config, Nodes.EC2, Nodes.facts(containerd));
    assertThat(node.files()).isNotEmpty();
  }

  /** nodeadm refuses schema 3 for containerd 1.x as well. */
  private static boolean isNodeadmsToo(FailureException e, String text, long seed) {
    return e.failure().code() == Code.CONTAINERD_CONFIG_SCHEMA
        && seed % 2 == 0
        && text.contains("io.containerd.cri.v1");
  }
}
