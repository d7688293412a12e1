package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Cases;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.tree.JsonReader;
import dev.nodeready.tree.Notes;
import dev.nodeready.tree.Origin;
import dev.nodeready.tree.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How sources become one configuration, and what is kept of it. */
@ParameterizedClass
@MethodSource("dev.nodeready.Cases#all")
class SourcesTest {
  private final Cases cases;
  private @TempDir Path folder;

  SourcesTest(Cases cases) {
    this.cases = cases;
  }

  @Test
  void config_check() throws Exception {
    assertThat(check(cases.path("config-check/config-good.yaml")))
        .noneMatch(problem -> problem.severity() != Severity.WARNING);
    assertThat(check(cases.path("config-check/config-bad.yaml")))
        .anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  @Test
  void config_provider_chain() throws Exception {
    Path file = cases.path("config-provider-chain/config.yaml");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    NodeConfig alone = resolve(file).config();

    assertThat(resolve(file, empty).config()).isEqualTo(alone);
    Files.copy(file, empty.resolve("config.yaml"));
    assertThat(resolve(empty).config()).isEqualTo(alone);
    assertThat(resolve(file, empty).config()).isEqualTo(alone);
  }

  @Test
  void mime_userdata_merge() throws Exception {
    NodeConfig config = resolve(cases.path("mime-userdata-merge/config.yaml")).config();

    assertThat(String.valueOf(Json.sorted(config.kubelet().config())))
        .isEqualTo(cases.value("kubeletConfig"));
  }

  @Test
  void config_cache() throws Exception {
    String first = expected("config-cache/cached-config-1.json");
    String second = expected("config-cache/cached-config-2.json");
    NodeConfig base = resolve(cases.path("config-check/config-good.yaml")).config();
    assertThat(spec(base)).isEqualTo(first);

    Path dropIns = Files.createDirectory(folder.resolve("drop-ins"));
    String toml = NodeConfigs.containerdConfig(second);
    Files.writeString(
        dropIns.resolve("test.yaml"),
        Samples.only("containerd:\n  config: |\n" + toml.indent(4).stripTrailing() + "\n"));
    assertThatThrownBy(() -> resolve(dropIns))
        .hasMessageStartingWith(Code.CONFIG_FIELD_MISSING.name());
    assertThat(spec(resolve(cases.path("config-check/config-good.yaml"), dropIns).config()))
        .isEqualTo(second);
  }

  private static String spec(NodeConfig config) {
    return Json.compact(Json.sorted(ConfigJson.spec(config)));
  }

  private String expected(String name) throws Exception {
    return Json.compact(Json.sorted(NodeConfigs.json(cases.text(name))));
  }

  private static ResolvedConfig resolve(Path... paths) throws Exception {
    List<String> uris = List.of(paths).stream().map(path -> "file://" + path).toList();
    return new ConfigResolver(() -> null).resolve(uris, null, false);
  }

  private static List<Problem> check(Path path) throws Exception {
    return new ConfigResolver(() -> null)
        .check(List.of("file://" + path), Validation.Facts.NONE, _ -> List.of());
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
