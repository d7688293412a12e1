package dev.nodeready.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.RenderedFile;
import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Of random NodeConfigs a real kubelet reads what the model says: it tells its flags and its whole
 * configuration before it does anything. {@code -Dmodel.real=300} for a long search.
 */
@Tag("real")
@Timeout(1800)
class ReadByKubeletIT {
  private static final int CONFIGS = Integer.getInteger("model.real", 25);
  private static final long SEED = Long.getLong("model.seed", 1);

  /** Settings that a flag has too: the flag's counts. */
  private static final Map<String, String> OF_FLAGS =
      Map.ofEntries(
          Map.entry("max-pods", "maxPods"),
          Map.entry("pod-max-pids", "podPidsLimit"),
          Map.entry("kube-reserved", "kubeReserved"),
          Map.entry("system-reserved", "systemReserved"),
          Map.entry("eviction-hard", "evictionHard"),
          Map.entry("feature-gates", "featureGates"),
          Map.entry("serialize-image-pulls", "serializeImagePulls"),
          Map.entry("seccomp-default", "seccompDefault"),
          Map.entry("node-status-update-frequency", "nodeStatusUpdateFrequency"),
          Map.entry("cluster-domain", "clusterDomain"),
          Map.entry("register-with-taints", "registerWithTaints"),
          Map.entry("provider-id", "providerID"));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"KUBELET, 1.34.4", "KUBERNETES_NEWEST, 1.37.2"})
  void a_real_kubelet_reads_what_the_model_says(RealPart part, String version) throws Exception {
    String program = part.program("kubelet");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (long seed = SEED; seed < SEED + CONFIGS; seed++) {
      Drawn drawn = Drawn.of(seed);
      Drawn here = drawn.on(drawn.machine().with(version, drawn.machine().containerd()));
      NodeModel model = new NodeModel(here);
      if (model.refusals().isEmpty()) {
        Path place = Files.createTempDirectory(folder, "m");
        KubeletTold told = told(program, NodeAsRead.of(here, place), place);
        List<String> found = differences(model.outcome(), told);
        read += told.configuration().isEmpty() ? 0 : 1;
        for (String one : found) {
          wrong.add("seed " + seed + ": " + one);
        }
      }
    }
    assertThat(String.join("\n", wrong)).isEmpty();
    assertThat(read).as("configurations that kubelet told").isGreaterThan(CONFIGS / 2);
  }

  /** Its files lie below a folder, where the flags then point. */
  private static KubeletTold told(String program, NodeAsRead node, Path place)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(place.resolve("k"));
    List<String> words = new ArrayList<>(List.of(program));
    for (RenderedFile file : node.node().files()) {
      Path at = root.resolve(file.path().substring(1));
      Files.createDirectories(at.getParent());
      Files.writeString(at, file.text());
      if (file.path().equals("/etc/eks/kubelet/environment")) {
        String line =
            SystemdReads.environmentFile(file.text()).getOrDefault("NODEADM_KUBELET_ARGS", "");
        for (String word : SystemdReads.words(line)) {
          words.add(word.replaceFirst("^(--config(?:-dir)?=)/", "$1" + root + "/"));
        }
      }
    }
    return KubeletTold.by(words, place);
  }

  private static List<String> differences(
      Map<String, @Nullable Object> expected, KubeletTold told) {
    Map<String, @Nullable Object> flags = Merged.table(expected.get("kubelet/flags"));
    List<String> found = new ArrayList<>(told.flagsUnlike(flags));
    Map<String, @Nullable Object> wanted =
        Merged.deep(
            Merged.table(expected.get("kubelet/config")),
            Merged.table(expected.get("kubelet/drop-in")));
    flags.keySet().forEach(flag -> wanted.remove(OF_FLAGS.getOrDefault(flag, "")));
    Map<String, @Nullable Object> authentication = Merged.table(wanted.get("authentication"));
    authentication.remove("x509");
    wanted.put("authentication", authentication);
    // With which it tells is the test's own.
    wanted.keySet().removeAll(List.of("kind", "apiVersion", "logging"));
    if (!told.configuration().isEmpty()) {
      found.addAll(told.unlike(new TreeMap<>(wanted)));
    }
    return found;
  }
}
