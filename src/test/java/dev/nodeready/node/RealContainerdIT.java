package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Eventually;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Failure;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
    HostFacts facts = Nodes.facts(version(part));
    DesiredNode node = DesiredNode.of(config, Nodes.EC2, facts);
    DesiredNode migrated = new Migration(COMMANDS, program, version(part)).apply(node, toml);
    new Converge(root, migrated).applyFiles();
    return migrated;
  }

  private static ProgramVersion version(RealPart part) throws InterruptedException {
    return ProgramVersion.find(
        COMMANDS.run(LIMIT, List.of(part.program("containerd"), "--version")).output());
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
    assertThat(root.at("/run/nodeready")).isDirectoryNotContaining("glob:**toml");
    assertCriStarts(RealPart.CONTAINERD_2);
  }

  /** nodeadm boots all of these: containerd passes over what it does not look for. */
  @Test
  void names_of_another_schema_than_the_declared_one_let_containerd_start() throws Exception {
    String keys = "[" + OLD_CRI + "]\nsandbox_image = 'x.example/pause:1'\n";
    starts(RealPart.CONTAINERD_1, places(1, OLD_CRI) + keys);
    starts(RealPart.CONTAINERD_2, places(1, OLD_CRI) + keys);
    starts(RealPart.CONTAINERD_2, places(2, NEW_RUNTIME));
    starts(RealPart.CONTAINERD_2, places(3, NEW_RUNTIME) + keys);
  }

  private void starts(RealPart part, String toml) throws Exception {
    DesiredNode node = node(part, toml);

    assertThat(node.warnings())
        .as(toml)
        .extracting(failure -> failure.code())
        .containsExactly(Code.CONTAINERD_CONFIG_SCHEMA);
    assertCriStarts(part);
    Causes.proved(
        Code.CONTAINERD_CONFIG_SCHEMA,
        On.CONTAINERD,
        "names of another schema for " + part,
        node.warnings().getFirst().happened());
  }

  @Test
  void a_relative_import_of_schema_2_is_taken_from_beside_the_file_and_not_from_beside_its_copy()
      throws Exception {
    Path own = root.at("/etc/containerd/own.toml");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "version = 2\n[" + OLD_CRI + "]\nmax_container_log_line_size = 77\n");
    String up = Path.of("/etc/containerd").relativize(own).toString();

    node(RealPart.CONTAINERD_2, "imports = [\"" + up + "\"]\n" + places(2, OLD_CRI));

    assertThat(Files.readString(Path.of(configFile())))
        .contains("'" + own + "'", "max_container_log_line_size = 77");
    assertCriStarts(RealPart.CONTAINERD_2);
  }

  @Test
  void a_configuration_without_user_toml_can_be_read() throws Exception {
    for (RealPart part : List.of(RealPart.CONTAINERD_1, RealPart.CONTAINERD_2)) {
      DesiredNode node = node(part, "");

      assertThat(dump(part).sandboxImage()).isEqualTo(node.sandboxImage());
      assertThat(dump(part).endpoint()).isEqualTo("unix:///run/containerd/containerd.sock");
      assertThat(dump(part).killers(version(part))).isEmpty();
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

    assertThat(dump(RealPart.CONTAINERD_2).killers(version(RealPart.CONTAINERD_2)))
        .extracting(failure -> failure.code())
        .contains(Code.CONTAINERD_CONFIG_REGISTRY);
    assertThat(criPlugins(RealPart.CONTAINERD_2)).anyMatch(line -> !line.endsWith(" ok"));
  }

  /** Only 2.2.0 and 2.2.1 die of it. */
  @ParameterizedTest
  @EnumSource(names = {"CONTAINERD_1", "CONTAINERD_2"})
  void mirrors_beside_an_empty_config_path_let_the_plugin_start(RealPart part) throws Exception {
    boolean old = part == RealPart.CONTAINERD_1;
    node(
        part,
        places(old ? 2 : 3, old ? OLD_CRI : NEW_RUNTIME)
            + registry(part)
            + "]\nconfig_path = ''\n"
            + registry(part)
            + ".mirrors.'docker.io']\nendpoint = ['https://m.example']\n");

    assertThat(dump(part).killers(version(part))).isEmpty();
    assertCriStarts(part);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTAINERD_1", "CONTAINERD_2"})
  void mirrors_in_an_import_are_found_before_a_file_is_touched(RealPart part) throws Exception {
    imported(
        registry(part)
            + "]\nconfig_path = '/etc/quay'\n"
            + registry(part)
            + ".mirrors.'docker.io']\nendpoint = ['https://m.example']\n",
        part);

    assertThatThrownBy(() -> told(part))
        .hasMessageContaining("CONTAINERD_CONFIG_REGISTRY")
        .hasMessageContaining("with the files that it imports");
    assertThat(root.at("/etc")).doesNotExist();
    assertThat(root.at("/run")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTAINERD_1", "CONTAINERD_2"})
  void the_socket_of_an_import_is_the_one_that_kubelet_gets_and_containerd_takes(RealPart part)
      throws Exception {
    imported("[grpc]\naddress = \"" + socket() + "\"\n", part);

    DesiredNode node = told(part);
    new Converge(root, node).applyFiles();

    assertThat(node.criEndpoint()).isEqualTo("unix://" + socket());
    assertThat(Nodes.text(node, "/etc/kubernetes/kubelet/config.json"))
        .contains("\"containerRuntimeEndpoint\": \"unix://" + socket() + "\"");
    assertCriStarts(part);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTAINERD_1", "CONTAINERD_2"})
  void an_import_that_is_no_toml_is_named_before_a_file_is_touched(RealPart part) throws Exception {
    imported("[grpc\n", part);

    assertThatThrownBy(() -> told(part))
        .hasMessageContaining("CONTAINERD_CONFIG_DUMP_FAILED")
        .hasMessageNotContaining("/dev/stdin");
    assertThat(root.at("/etc")).doesNotExist();
    assertThat(root.at("/run")).doesNotExist();
  }

  /** containerd 1.x takes the whole plugin from the import, config_path and all else lost. */
  @Test
  void an_import_that_replaces_the_plugin_is_judged_by_what_is_left() throws Exception {
    imported(
        registry(RealPart.CONTAINERD_1)
            + ".mirrors.'docker.io']\nendpoint = ['https://m.example']\n"
            + "[grpc]\naddress = \""
            + socket()
            + "\"\n",
        RealPart.CONTAINERD_1);

    DesiredNode node = told(RealPart.CONTAINERD_1);
    new Converge(root, node).applyFiles();

    assertThat(node.sandboxImage()).isEqualTo(dump(RealPart.CONTAINERD_1).sandboxImage());
    assertCriStarts(RealPart.CONTAINERD_1);
  }

  private static String registry(RealPart part) {
    return "[" + (part == RealPart.CONTAINERD_1 ? OLD_CRI : NEW_IMAGES) + ".registry";
  }

  private void imported(String toml, RealPart part) throws IOException {
    String version = part == RealPart.CONTAINERD_1 ? "version = 2\n" : "version = 3\n";
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(folder.resolve("conf.d/x.toml"), version + toml);
    Files.createDirectories(root.folder());
  }

  /** As a boot works the node out: rendered, asked about, rendered anew. */
  private DesiredNode told(RealPart part) throws InterruptedException {
    boolean old = part == RealPart.CONTAINERD_1;
    String places = places(old ? 2 : 3, old ? OLD_CRI : NEW_RUNTIME);
    String toml =
        "imports = [\""
            + folder.resolve("conf.d/*.toml")
            + "\"]\n"
            + places.replace(socket().toString(), folder.resolve("other.sock").toString());
    NodeConfig config = Nodes.config(toml, Map.of(), List.of());
    HostFacts facts = Nodes.facts(new ProgramVersion(old ? 1 : 2, old ? 6 : 4, 0));
    ContainerdAnswer answer =
        new ContainerdAnswer(root, COMMANDS, part.program("containerd"), facts.containerd());
    EffectiveConfig told =
        answer
            .read(DesiredNode.of(config, Map.of(), Nodes.EC2, facts, null), toml)
            .told()
            .orElseThrow();
    return DesiredNode.of(config, Map.of(), Nodes.EC2, facts, told).told(told);
  }

  /** Seen: containerd 2.4 has another key, and pods had no network plugin; nobody said why. */
  @ParameterizedTest
  @CsvSource({"CONTAINERD_2, cni.bin_dir", "CONTAINERD_2_0, cni.bin_dri"})
  void a_key_that_containerd_passes_over_is_told(RealPart part, String key) throws Exception {
    String toml = "version = 3\n[" + NEW_RUNTIME + "]\n" + key + " = \"/opt/cni/quay\"\n";
    HostFacts facts = Nodes.facts(version(part));
    DesiredNode node = DesiredNode.of(Nodes.config(toml, Map.of(), List.of()), Nodes.EC2, facts);

    List<Failure> warnings =
        new ContainerdAnswer(root, COMMANDS, part.program("containerd"), facts.containerd())
            .read(node, toml)
            .warnings();

    assertThat(warnings)
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.code()).isEqualTo(Code.CONTAINERD_CONFIG_KEY_IGNORED);
          // Not those that are generated, of which it passes over some too.
          assertThat(warning.happened())
              .isEqualTo("it passes over " + key + ", which this version does not know");
          Causes.proved(
              warning.code(), On.CONTAINERD, "a key of another version", warning.happened());
        });
  }

  @Test
  void a_key_that_is_lost_as_schema_2_is_migrated_is_told() throws Exception {
    RealPart part = RealPart.CONTAINERD_2;
    String toml = "version = 2\n[" + OLD_CRI + ".cni]\nbin_dir = \"/srv/cni\"\nbin_dri = \"/x\"\n";
    HostFacts facts = Nodes.facts(version(part));
    DesiredNode node = DesiredNode.of(Nodes.config(toml, Map.of(), List.of()), Nodes.EC2, facts);

    DesiredNode migrated =
        new Migration(COMMANDS, part.program("containerd"), version(part)).apply(node, toml);

    assertThat(migrated.warnings())
        .extracting(Failure::happened)
        .containsExactly("it passes over cni.bin_dri, which this version does not know");
    assertThat(Nodes.text(migrated, "/etc/containerd/config.toml")).contains("['/srv/cni']");
  }

  @Test
  void the_live_check_sees_what_an_import_changes() throws Exception {
    Path imported = Files.createDirectories(folder.resolve("conf.d")).resolve("x.toml");
    String toml = "imports = [\"" + imported + "\"]\n" + places(2, OLD_CRI);
    Files.writeString(
        imported, "version = 2\n[" + OLD_CRI + "]\nsandbox_image = \"other.example/pause:1\"\n");
    DesiredNode node = node(RealPart.CONTAINERD_1, toml);

    assertThat(
            new LiveCheck(
                    root,
                    COMMANDS,
                    RealPart.CONTAINERD_1.program("containerd"),
                    version(RealPart.CONTAINERD_1))
                .drift(node))
        .containsExactly(
            "containerd's sandbox image is other.example/pause:1, not"
                + " localhost/kubernetes/pause:latest");
  }
}
