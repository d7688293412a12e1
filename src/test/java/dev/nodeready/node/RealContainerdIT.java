package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real containerd reads the rendered configuration, and its CRI plugin starts on it. */
class RealContainerdIT {
  private static final Commands COMMANDS = new Commands(Map.of());
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String OLD_CRI = "plugins.'io.containerd.grpc.v1.cri'";
  private static final String NEW_RUNTIME = "plugins.'io.containerd.cri.v1.runtime'";
  private static final String NEW_IMAGES = "plugins.'io.containerd.cri.v1.images'";

  private Path folder;
  private Root root;

  @BeforeEach
  void makeFolder() throws IOException {
    // Sockets have short names.
    folder = Files.createTempDirectory("nr");
    root = new Root(folder.resolve("m"));
  }

  @AfterEach
  void removeFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Places of this test's own, so that nothing of the machine is touched. */
  private String places(int version, String runtime) {
    String server = version == 4 ? "plugins.'io.containerd.server.v1.grpc'" : "grpc";
    return """
    version = %d
    root = "%s/root"
    state = "%s/state"
    [%s]
    address = "%s"
    [%s.containerd.runtimes.runc]
    base_runtime_spec = "%s"
    """
        .formatted(
            version,
            folder,
            folder,
            server,
            socket(),
            runtime,
            root.at("/etc/containerd/base-runtime-spec.json"));
  }

  private Path socket() {
    return folder.resolve("c.sock");
  }

  private DesiredNode node(RealPart part, String toml) throws InterruptedException {
    String program = part.program("containerd");
    NodeConfig config = Nodes.config(toml, Map.of(), List.of());
    HostFacts facts =
        Nodes.facts(
            ProgramVersion.find(COMMANDS.run(LIMIT, List.of(program, "--version")).output()));
    DesiredNode node = DesiredNode.of(config, Nodes.EC2, facts);
    DesiredNode migrated = new Migration(root, COMMANDS, program).apply(node);
    new Converge(root, migrated).applyFiles();
    return migrated;
  }

  private String configFile() {
    return root.at("/etc/containerd/config.toml").toString();
  }

  private EffectiveConfig dump(RealPart part) throws InterruptedException {
    Commands.Result dump =
        COMMANDS.run(
            LIMIT, List.of(part.program("containerd"), "--config", configFile(), "config", "dump"));
    assertThat(dump.ok()).as(dump.lastWords()).isTrue();
    return EffectiveConfig.parse(dump.output());
  }

  private List<String> criPlugins(RealPart part) throws Exception {
    Process containerd =
        new ProcessBuilder(part.program("containerd"), "--config", configFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      List<String> words =
          List.of(part.program("ctr"), "--address", socket().toString(), "plugins", "ls");
      Eventually.until("containerd answers", () -> COMMANDS.run(LIMIT, words).ok());
      List<String> cri = new ArrayList<>();
      for (String line : COMMANDS.run(LIMIT, words).output().lines().toList()) {
        if (line.contains("cri") && !line.contains("cri-containerd")) {
          cri.add(line.replaceAll("\\s+", " ").strip());
        }
      }
      return cri;
    } finally {
      containerd.destroy();
      containerd.waitFor();
    }
  }

  private void assertCriStarts(RealPart part) throws Exception {
    assertThat(criPlugins(part)).isNotEmpty().allMatch(line -> line.endsWith(" ok"));
  }

  @Test
  void containerd_1_starts_on_schema_2() throws Exception {
    DesiredNode node = node(RealPart.CONTAINERD_1, places(2, OLD_CRI));

    assertThat(dump(RealPart.CONTAINERD_1).sandboxImage()).isEqualTo(node.sandboxImage());
    assertThat(dump(RealPart.CONTAINERD_1).endpoint()).isEqualTo(node.criEndpoint());
    assertCriStarts(RealPart.CONTAINERD_1);
  }

  @Test
  void containerd_2_starts_on_schema_3() throws Exception {
    DesiredNode node = node(RealPart.CONTAINERD_2, places(3, NEW_RUNTIME));

    assertThat(dump(RealPart.CONTAINERD_2).sandboxImage()).isEqualTo(node.sandboxImage());
    assertThat(dump(RealPart.CONTAINERD_2).endpoint()).isEqualTo(node.criEndpoint());
    assertCriStarts(RealPart.CONTAINERD_2);
  }

  @Test
  void containerd_2_starts_on_schema_4() throws Exception {
    DesiredNode node = node(RealPart.CONTAINERD_2, places(4, NEW_RUNTIME));

    assertThat(dump(RealPart.CONTAINERD_2).endpoint()).isEqualTo(node.criEndpoint());
    assertCriStarts(RealPart.CONTAINERD_2);
  }

  @Test
  void containerd_2_migrates_schema_2_and_starts() throws Exception {
    String toml =
        places(2, OLD_CRI)
            + "["
            + OLD_CRI
            + "]\nsandbox_image = \"registry.example/pause:3.10\"\n"
            + "["
            + OLD_CRI
            + ".registry]\nconfig_path = \"/etc/quay/certs.d\"\n";

    DesiredNode node = node(RealPart.CONTAINERD_2, toml);

    assertThat(node.migrate()).isFalse();
    assertThat(node.sandboxImage()).isEqualTo("registry.example/pause:3.10");
    assertThat(node.criEndpoint()).isEqualTo("unix://" + socket());
    assertThat(Files.readString(Path.of(configFile())))
        .contains("version = 4")
        .contains("config_path = '/etc/quay/certs.d'");
    assertThat(root.at("/run/nodeready/containerd-migrate.toml")).doesNotExist();
    assertCriStarts(RealPart.CONTAINERD_2);
  }

  @Test
  void a_configuration_without_user_toml_can_be_read() throws Exception {
    for (RealPart part : List.of(RealPart.CONTAINERD_1, RealPart.CONTAINERD_2)) {
      DesiredNode node = node(part, "");

      assertThat(dump(part).sandboxImage()).isEqualTo(node.sandboxImage());
      assertThat(dump(part).endpoint()).isEqualTo("unix:///run/containerd/containerd.sock");
      assertThat(dump(part).killers()).isEmpty();
    }
  }

  @Test
  void mirrors_beside_config_path_really_keep_the_plugin_from_starting() throws Exception {
    node(RealPart.CONTAINERD_2, places(3, NEW_RUNTIME));
    Path file = Path.of(configFile());
    Files.writeString(
        file,
        Files.readString(file)
            + "["
            + NEW_IMAGES
            + ".registry.mirrors.'docker.io']\nendpoint = ['https://m.example']\n");

    assertThat(dump(RealPart.CONTAINERD_2).killers())
        .extracting(failure -> failure.code())
        .contains("CONTAINERD_CONFIG_REGISTRY");
    assertThat(criPlugins(RealPart.CONTAINERD_2)).anyMatch(line -> !line.endsWith(" ok"));
  }

  @Test
  void the_live_check_sees_what_an_import_changes() throws Exception {
    Path imported = Files.createDirectories(folder.resolve("conf.d")).resolve("x.toml");
    String toml = "imports = [\"" + imported + "\"]\n" + places(2, OLD_CRI);
    Files.writeString(
        imported, "version = 2\n[" + OLD_CRI + "]\nsandbox_image = \"other.example/pause:1\"\n");
    DesiredNode node = node(RealPart.CONTAINERD_1, toml);

    assertThat(
            new LiveCheck(root, COMMANDS, RealPart.CONTAINERD_1.program("containerd")).drift(node))
        .containsExactly(
            "containerd's sandbox image is other.example/pause:1, not"
                + " localhost/kubernetes/pause:latest");
  }
}
