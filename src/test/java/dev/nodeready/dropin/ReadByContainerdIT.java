package dev.nodeready.dropin;

import static dev.nodeready.dropin.DrawnContainerd.IMAGES;
import static dev.nodeready.dropin.DrawnContainerd.OLD;
import static dev.nodeready.dropin.DrawnContainerd.RUNTIME;
import static dev.nodeready.dropin.DrawnContainerd.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Commands;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.node.RealPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Of random NodeConfigs a real containerd reads what the model says, by its own {@code config
 * dump}, which has each schema in its newest. {@code -Dmodel.real=300} for a long search.
 */
@Tag("real")
@Timeout(1800)
class ReadByContainerdIT {
  private static final int CONFIGS = Integer.getInteger("model.real", 25);
  private static final long SEED = Long.getLong("model.seed", 1);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "CONTAINERD_1, 1.6.20",
    "CONTAINERD_2_0, 2.0.5",
    "CONTAINERD_2, 2.4.2",
  })
  void a_real_containerd_reads_what_the_model_says(RealPart part, String version) throws Exception {
    String program = part.program("containerd");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (long seed = SEED; seed < SEED + CONFIGS; seed++) {
      Drawn drawn = Drawn.of(seed);
      Drawn here = drawn.on(drawn.machine().with(drawn.machine().kubelet(), version));
      NodeModel model = new NodeModel(here);
      if (model.refusals().isEmpty()) {
        Path place = Files.createTempDirectory(folder, "m");
        Commands.Result dumped = dumped(program, NodeAsRead.of(here, place), place);
        if (dumped.exitCode() == 0) {
          read++;
          Map<String, @Nullable Object> wanted =
              facts(Merged.table(model.outcome().get("containerd/config")));
          Map<String, @Nullable Object> told = facts(NodeAsRead.toml(dumped.output()));
          wanted.keySet().removeAll(without(part));
          for (String one : Within.unlike(wanted, told)) {
            wrong.add("seed " + seed + ": " + one);
          }
        } else {
          wrong.add("seed " + seed + ": " + dumped.errors());
        }
      }
    }
    assertThat(String.join("\n", wrong)).isEmpty();
    assertThat(read).as("configurations that containerd told").isGreaterThan(CONFIGS / 2);
  }

  private static Commands.Result dumped(String program, NodeAsRead node, Path place)
      throws IOException, InterruptedException {
    RenderedFile file =
        node.node().files().stream()
            .filter(one -> one.path().equals("/etc/containerd/config.toml"))
            .findFirst()
            .orElseThrow();
    Path config = Files.writeString(place.resolve("config.toml"), file.text());
    if (node.node().migrate()) {
      // As a boot does.
      Files.writeString(config, said(program, config, "migrate").output());
    }
    return said(program, config, "dump");
  }

  private static Commands.Result said(String program, Path config, String what)
      throws InterruptedException {
    return new Commands(Map.of())
        .run(
            Duration.ofSeconds(20),
            List.of(program, "--config", config.toString(), "config", what));
  }

  /** What this version has not yet, or no longer: it passes over it. */
  private static Set<String> without(RealPart part) {
    return switch (part) {
      case CONTAINERD_1 -> Set.of("cdi", "proxies");
      case CONTAINERD_2 -> Set.of("cdi", "cni programs");
      default -> Set.of();
    };
  }

  /** What a node lives by, from wherever a schema has it. */
  private static Map<String, @Nullable Object> facts(Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> plugins = Merged.table(tree.get("plugins"));
    Map<String, @Nullable Object> old = Merged.table(plugins.get(OLD));
    boolean apart = plugins.containsKey(IMAGES);
    Map<String, @Nullable Object> images = apart ? Merged.table(plugins.get(IMAGES)) : old;
    Map<String, @Nullable Object> runtime =
        plugins.containsKey(RUNTIME) ? Merged.table(plugins.get(RUNTIME)) : old;
    Map<String, @Nullable Object> server =
        Merged.table(plugins.containsKey(SERVER) ? plugins.get(SERVER) : tree.get("grpc"));
    Map<String, @Nullable Object> pinned = Merged.table(images.get("pinned_images"));
    Map<String, @Nullable Object> containerd = Merged.table(runtime.get("containerd"));
    Map<String, @Nullable Object> facts = new TreeMap<>();
    facts.put("root", tree.get("root"));
    facts.put("state", tree.get("state"));
    facts.put("address", server.get("address"));
    facts.put("image", apart ? pinned.get("sandbox") : old.get("sandbox_image"));
    facts.put("registry", Merged.table(images.get("registry")).get("config_path"));
    facts.put("downloads", images.get("max_concurrent_downloads"));
    facts.put("cdi", runtime.get("enable_cdi"));
    Map<String, @Nullable Object> cni = Merged.table(runtime.get("cni"));
    facts.put("cni programs", cni.get("bin_dir"));
    facts.put("cni settings", cni.get("conf_dir"));
    facts.put("default runtime", containerd.get("default_runtime_name"));
    facts.put("runtimes", containerd.get("runtimes"));
    facts.put("snapshotter", (apart ? images : containerd).get("snapshotter"));
    facts.put("proxies", tree.get("proxy_plugins"));
    facts.values().removeIf(Objects::isNull);
    return facts;
  }
}
