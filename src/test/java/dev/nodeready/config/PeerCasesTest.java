package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.config.tree.JsonReader;
import dev.nodeready.config.tree.Notes;
import dev.nodeready.config.tree.Origin;
import dev.nodeready.config.tree.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of nodeadm's own end-to-end cases, where they lie beside the project. */
class PeerCasesTest {
  private static final Path CASES = Path.of("../shared/peer-cases").toAbsolutePath().normalize();

  private @TempDir Path folder;

  @BeforeEach
  void needs_the_cases() {
    Assumptions.assumeTrue(
        Files.isDirectory(CASES),
        "the cases of the peer are not at " + CASES + ", so nothing is compared");
  }

  @Test
  void config_check() throws Exception {
    assertThat(check(CASES.resolve("config-check/config-good.yaml")))
        .noneMatch(problem -> problem.severity() != Severity.WARNING);
    assertThat(check(CASES.resolve("config-check/config-bad.yaml")))
        .anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  @Test
  void config_provider_chain() throws Exception {
    Path file = CASES.resolve("config-provider-chain/config.yaml");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    NodeConfig alone = resolve(file).config();

    assertThat(resolve(file, empty).config()).isEqualTo(alone);
    Files.copy(file, empty.resolve("config.yaml"));
    assertThat(resolve(empty).config()).isEqualTo(alone);
    assertThat(resolve(file, empty).config()).isEqualTo(alone);
  }

  @Test
  void mime_userdata_merge() throws Exception {
    NodeConfig config = resolve(CASES.resolve("mime-userdata-merge/config.yaml")).config();

    assertThat(config.kubelet().config())
        .isEqualTo(
            Map.of(
                "maxPods", 58L,
                "clusterDNS", List.of("1.1.1.1"),
                "systemReserved", Map.of("cpu", "150m")));
  }

  @Test
  void config_cache() throws Exception {
    String first = expected("config-cache/cached-config-1.json");
    String second = expected("config-cache/cached-config-2.json");
    NodeConfig base = resolve(CASES.resolve("config-check/config-good.yaml")).config();
    assertThat(spec(base)).isEqualTo(first);

    Path dropIns = Files.createDirectory(folder.resolve("drop-ins"));
    String toml = NodeConfigs.containerdConfig(second);
    Files.writeString(
        dropIns.resolve("test.yaml"),
        Samples.only("containerd:\n  config: |\n" + toml.indent(4).stripTrailing() + "\n"));
    assertThatThrownBy(() -> resolve(dropIns))
        .hasMessageStartingWith(Code.CONFIG_FIELD_MISSING.name());
    assertThat(spec(resolve(CASES.resolve("config-check/config-good.yaml"), dropIns).config()))
        .isEqualTo(second);
  }

  private static String spec(NodeConfig config) {
    return Json.compact(Json.sorted(ConfigJson.spec(config)));
  }

  private static String expected(String name) throws Exception {
    return Json.compact(Json.sorted(NodeConfigs.json(Files.readString(CASES.resolve(name)))));
  }

  private static ResolvedConfig resolve(Path... paths) throws Exception {
    List<String> uris = List.of(paths).stream().map(path -> "file://" + path).toList();
    return new ConfigResolver(() -> null).resolve(uris, null, false);
  }

  private static List<Problem> check(Path path) throws Exception {
    return new ConfigResolver(() -> null).check(List.of("file://" + path), Validation.Facts.NONE);
  }

  /** JSON out of the cases. */
  private static final class NodeConfigs implements Notes {
    static Object json(String text) throws Exception {
      Object plain = JsonReader.read(text, Place.of("", ""), new NodeConfigs()).plain();
      return plain == null ? Map.of() : plain;
    }

    static String containerdConfig(String spec) throws Exception {
      Map<?, ?> containerd = (Map<?, ?>) ((Map<?, ?>) json(spec)).get("containerd");
      return containerd == null ? "" : String.valueOf(containerd.get("config"));
    }

    @Override
    public void duplicateKey(String key, Origin second, Origin first) {}

    @Override
    public void furtherDocument(Origin origin) {}
  }
}
