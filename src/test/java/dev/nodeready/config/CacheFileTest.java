package dev.nodeready.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.CachedConfig.Stamp;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFileTest {
  private static final NodeStatus STATUS =
      new NodeStatus(
          new InstanceDetails(
              "i-1", "r", "m5.large", "ra", "0e:00", "ip-10-0-0-1.internal", "10.0.0.1", ""),
          "pause:1",
          "v1.34.2");
  private static final String UPSTREAM =
      "{\"metadata\":{},\"spec\":{\"cluster\":{\"name\":\"c\",\"apiServerEndpoint\":\"https://e\",\"certificateAuthority\":\"eA==\",\"cidr\":\"10.0.0.0/16\"},\"containerd\":{},\"instance\":{\"localStorage\":{},\"network\":{}},\"kubelet\":{}},\"status\":{\"instance\":{\"id\":\"i-1\",\"region\":\"r\",\"type\":\"t\",\"availabilityZone\":\"z\",\"mac\":\"m\",\"privateDnsName\":\"p\"},\"default\":{\"sandboxImage\":\"s\"},\"kubeletVersion\":\"v1\"}}\n";

  private @TempDir Path folder;
  private Path file;
  private Path sources;

  @BeforeEach
  void make() throws Exception {
    file = folder.resolve("cache.json");
    sources = Files.createDirectory(folder.resolve("sources"));
  }

  @Test
  void reads_again_all_that_it_wrote() throws Exception {
    NodeConfig config =
        Samples.resolve(
                Samples.baseWith(
                    "kubelet: {config: {maxPods: 5}, flags: [--v=2]}\n"
                        + "featureGates: {FastImagePull: false}\n"
                        + "containerd: {config: \"x = 1\\n\", baseRuntimeSpec: {a: [1, null, 2.5,"
                        + " {b: <&>}]}}\n"
                        + "instance: {environment: {default: {A: ''}}, localStorage: {strategy:"
                        + " RAID0}}\n"
                        + "bootstrap: {budgets: {total: 20m}, retry: {factor: 3, jitter: false},"
                        + " strict: true, archives: [], join: healthy, nodeName: node-1, platform:"
                        + " none, pullTimeout: 5s, pullStall: 3s, sandboxImage: i}"))
            .config();

    CachedConfig cached =
        CacheFile.parse(CacheFile.render(config, STATUS, new Stamp("1.0", "i-1", "b")), "x");

    assertThat(cached.config()).isEqualTo(config);
    assertThat(cached.status()).isEqualTo(STATUS);
    assertThat(cached.stamp()).isEqualTo(new Stamp("1.0", "i-1", "b"));
  }

  @Test
  void reads_what_nodeadm_wrote() throws Exception {
    CachedConfig cached = CacheFile.parse(UPSTREAM, "x");

    assertThat(cached.config().cluster().name()).isEqualTo("c");
    assertThat(cached.status())
        .isEqualTo(
            new NodeStatus(new InstanceDetails("i-1", "r", "t", "z", "m", "p", "", ""), "s", "v1"));
    assertThat(cached.stamp()).isNull();
  }

  @Test
  void writes_what_nodeadm_reads() throws Exception {
    CachedConfig cached = CacheFile.parse(UPSTREAM, "x");
    String written = CacheFile.render(cached.config(), cached.status(), new Stamp("1", "", ""));

    assertThat(written).startsWith(UPSTREAM.substring(0, UPSTREAM.length() - 2));
  }

  @Test
  void steps_in_where_no_source_gives_a_configuration() throws Exception {
    Files.writeString(file, UPSTREAM);

    ResolvedConfig resolved = resolve("b", "i-1");

    assertThat(resolved.fromCache()).isTrue();
    assertThat(resolved.status()).isNotNull();
    assertThat(resolved.changed()).isFalse();
  }

  @Test
  void says_what_differs_from_it() throws Exception {
    Files.writeString(sources.resolve("a.yaml"), Samples.BASE);
    write(Samples.resolve(Samples.BASE).config(), "b");
    assertThat(resolve("b", "").changed()).isFalse();
    assertThat(resolve("b", "").needsFacts()).isFalse();

    Files.writeString(sources.resolve("b.yaml"), Samples.only("kubelet: {config: {maxPods: 5}}"));

    assertThat(resolve("b", "").changes()).containsExactly("spec.kubelet.config");
    assertThat(resolve("b", "").needsFacts()).isTrue();
  }

  @Test
  void is_not_fooled_by_how_the_same_is_written() throws Exception {
    write(Samples.resolve(Samples.baseWith("kubelet: {config: {b: 1.0, a: '<'}}")).config(), "b");
    Files.writeString(
        sources.resolve("a.yaml"),
        Samples.baseWith(
            """
            kubelet: {flags: [], config: {a: "<", b: 1}}
            featureGates: {}
            instance: {environment: {}}
            """));

    assertThat(resolve("b", "").changes()).isEmpty();
  }

  @Test
  void is_refused_on_another_instance() throws Exception {
    Files.writeString(file, UPSTREAM);
    assertThatThrownBy(() -> resolve("b", "i-2"))
        .hasMessageStartingWith(Code.CONFIG_CACHE_FOREIGN.name());

    write(CacheFile.parse(UPSTREAM, "x").config(), "b");
    assertThat(resolve("b", "i-2").fromCache()).as("same boot").isTrue();
    assertThat(resolve("c", "i-1").fromCache()).as("same instance").isTrue();
    assertThatThrownBy(() -> resolve("c", "i-2")).hasMessageContaining("i-1");
    assertThatThrownBy(() -> resolve("c", ""))
        .hasMessageStartingWith(Code.CONFIG_CACHE_FOREIGN.name());
  }

  @Test
  void is_passed_over_where_it_is_broken() throws Exception {
    Files.writeString(file, UPSTREAM.substring(0, 50));
    Files.writeString(sources.resolve("a.yaml"), Samples.BASE);

    assertThat(resolve("b", "").problems())
        .extracting(Problem::code)
        .containsExactly(Code.CONFIG_CACHE_BROKEN);
  }

  @Test
  void no_folder_in_its_place_is_said_to_be_written_anew() throws Exception {
    Files.createDirectory(file);
    Files.writeString(sources.resolve("a.yaml"), Samples.BASE);

    assertThat(resolve("b", "").problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.toLine()).contains("--config-cache").doesNotContain("anew"));
  }

  @Test
  void does_not_save_a_drop_in_without_a_base() throws Exception {
    Files.writeString(file, UPSTREAM);
    Files.writeString(sources.resolve("a.yaml"), Samples.only("kubelet: {}"));

    assertThatThrownBy(() -> resolve("b", "i-1"))
        .hasMessageStartingWith(Code.CONFIG_FIELD_MISSING.name());
  }

  private void write(NodeConfig config, String bootId) throws Exception {
    Files.writeString(file, CacheFile.render(config, STATUS, new Stamp("1", "i-1", bootId)));
  }

  private ResolvedConfig resolve(String bootId, String instanceId) throws Exception {
    return new ConfigResolver(() -> null)
        .resolve(
            List.of("file://" + sources), file, new CacheOwner(bootId, () -> instanceId), false);
  }
}
