package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Cases;
import dev.nodeready.Distribution;
import dev.nodeready.network.MetadataServer;
import dev.nodeready.node.RealPart;
import dev.nodeready.tree.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the drop-in by the built program, from its command line to the files. */
@ParameterizedClass
@MethodSource("dev.nodeready.Cases#all")
class DropInIT {
  private static final String CONTAINERD = "etc/containerd/config.toml";
  private static final String CONFIG = "etc/kubernetes/kubelet/config.json";
  private static final String CREDENTIALS = "etc/eks/image-credential-provider/config.json";

  private final Cases cases;
  @TempDir Path root;
  private MetadataServer metadata;
  private final Map<String, String> environment = new HashMap<>();

  DropInIT(Cases cases) {
    this.cases = cases;
  }

  @BeforeEach
  void prepare() throws IOException {
    metadata = MetadataServer.start();
    environment.putAll(metadata.environment());
    write("etc/eks/image-credential-provider/ecr-credential-provider", "");
    for (String cpu : List.of("cpu0", "cpu1")) {
      Files.createDirectories(root.resolve("mock/cpu").resolve(cpu));
      Files.createDirectories(root.resolve("mock/node/node0").resolve(cpu));
    }
    write("mock/cpu/online", "0-1");
    environment.put("CPU_DIR", root.resolve("mock/cpu").toString());
    environment.put("NODE_DIR", root.resolve("mock/node").toString());
    versions("1.7.27", "1.31.0");
  }

  @AfterEach
  void stop() {
    if (metadata != null) {
      metadata.close();
    }
  }

  private void versions(String containerd, String kubelet) throws IOException {
    write("etc/eks/containerd-version.txt", containerd);
    write("etc/eks/kubelet-version.txt", kubelet);
  }

  private void write(String path, String text) throws IOException {
    Path place = root.resolve(path);
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }

  private static String source(Path path) {
    return "file://" + path.toAbsolutePath().normalize();
  }

  private String source(String path) {
    return source(cases.path(path));
  }

  /** Resolves and writes files; the daemons are left alone. */
  private Distribution.Ended init(String... more) throws InterruptedException {
    return run(List.of("--only", "resolve,runtime-files,kubelet-files"), more);
  }

  private Distribution.Ended run(List<String> steps, String... more) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("init", "--supervisor", "none"));
    words.addAll(List.of("--root", root.toString()));
    words.addAll(steps);
    words.addAll(List.of(more));
    return Distribution.start(environment, words.toArray(String[]::new)).await();
  }

  private static void succeeded(Distribution.Ended ended) {
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  private String text(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }

  private String expected(String path) {
    return cases.text(path);
  }

  private static Map<String, ?> json(String text) throws IOException {
    return JsonObject.read(text, "a file of the boot");
  }

  @ParameterizedTest
  @CsvSource({
    "1.31.0, expected-containerd-config-pre-1.32.toml",
    "1.32.0, expected-containerd-config.toml"
  })
  void containerd_1_takes_schema_2(String kubelet, String file) throws Exception {
    versions("1.7.27", kubelet);
    succeeded(init("-c", source("containerdv1-config/configv2.yaml")));
    assertThat(text(CONTAINERD)).isEqualTo(expected("containerdv1-config/" + file));
  }

  @Test
  void containerd_1_refuses_schema_3() throws Exception {
    versions("1.7.27", "1.32.0");
    Distribution.Ended ended = init("-c", source("containerdv1-config/configv3.yaml"));
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("CONTAINERD_CONFIG_SCHEMA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void containerd_2_takes_both_schemas(String schema) throws Exception {
    Path containerd = Path.of(RealPart.CONTAINERD_2_0.program("containerd"));
    environment.put("PATH", containerd.getParent() + ":" + System.getenv("PATH"));
    versions("2.0.5", "1.32.0");
    succeeded(init("-c", source("containerdv2-config/config" + schema + ".yaml")));
    assertThat(text(CONTAINERD))
        .isEqualTo(expected("containerdv2-config/expected-containerd-config" + schema + ".toml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.7.27", "2.0.5"})
  void the_base_runtime_spec_is_merged(String containerd) throws Exception {
    versions(containerd, "1.27.0");
    succeeded(init("-c", source("containerd-base-runtime-spec/config.yaml")));
    assertThat(text("etc/containerd/base-runtime-spec.json"))
        .isEqualTo(expected("containerd-base-runtime-spec/expected-base-runtime-spec.json"));
  }

  @ParameterizedTest
  @CsvSource({"1.31.0, -1.31", "1.36.0, ''"})
  void the_credential_provider_knows_its_registries(String kubelet, String suffix)
      throws Exception {
    versions("1.7.27", kubelet);
    succeeded(init("-c", source("image-credential-provider/config.yaml")));
    assertThat(json(text(CREDENTIALS)))
        .isEqualTo(
            json(
                expected(
                    "image-credential-provider/expected-image-credential-provider-config"
                        + suffix
                        + ".json")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.29.0", "1.35.0"})
  void the_kubeconfig_is_the_same(String kubelet) throws Exception {
    versions("1.7.27", kubelet);
    succeeded(init("-c", source("kubeconfig/config.yaml")));
    assertThat(text("var/lib/kubelet/kubeconfig"))
        .isEqualTo(expected("kubeconfig/expected-kubeconfig.yaml"));
  }

  @ParameterizedTest
  @CsvSource({
    "kubelet-config-dir, config.kubelet-config-json.yaml, 1.29.0",
    "kubelet-config-dir, config.kubelet-config-yaml.yaml, 1.29.0",
    "mime-userdata-merge, config.yaml, 1.35.0"
  })
  void the_users_kubelet_configuration_is_a_drop_in(String name, String file, String kubelet)
      throws Exception {
    versions("1.7.27", kubelet);
    succeeded(init("-c", source(name + "/" + file)));
    assertThat(json(text(CONFIG)))
        .isEqualTo(json(expected(name + "/expected-kubelet-config.json")));
    assertThat(json(text(CONFIG + ".d/40-nodeadm.conf")))
        .isEqualTo(json(expected(name + "/expected-kubelet-config-drop-in.json")));
  }

  @Test
  void the_users_flags_come_last() throws Exception {
    versions("1.7.27", "1.35.0");
    succeeded(init("-c", source("kubelet-flags/config.yaml")));
    assertThat(text("etc/eks/kubelet/environment").lines())
        .anyMatch(line -> line.endsWith(" " + cases.value("flags")))
        .anyMatch(line -> line.contains("--hostname-override=" + MetadataServer.INSTANCE));
  }

  @Test
  void local_disks_are_set_up_by_the_script() throws Exception {
    Path script = root.resolve("bin/setup-local-disks");
    write("bin/setup-local-disks", "#!/bin/sh\necho \"disks: $*\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", script.getParent() + ":" + System.getenv("PATH"));
    Distribution.Ended ended =
        run(List.of("--only", "resolve,local-disks"), "-c", source("local-disks/config.yaml"));
    succeeded(ended);
    assertThat(ended.err()).contains("disks: " + cases.value("disks"));
  }

  /** One machine through all of its cases, as there: what a run no longer wants is gone. */
  @Test
  void environment_variables_become_drop_ins_and_go_again() throws Exception {
    versions("1.7.27", "1.34.0");
    String all = "system.conf.d";
    String kubelet = "system/kubelet.service.d";
    String containerd = "system/containerd.service.d";
    environment("basic-env", Map.of(all, "basic-env"));
    environment("quote-escaping", Map.of(all, "quote-escaping"));
    environment(
        "service-specific",
        Map.of(
            all, "service-specific-default",
            kubelet, "service-specific-kubelet",
            containerd, "service-specific-containerd"));
    environment(
        "service-only",
        Map.of(kubelet, "service-only-kubelet", containerd, "service-only-containerd"));
    environment("no-env", Map.of());
    environment("empty-env", Map.of());
  }

  private void environment(String name, Map<String, String> wanted) throws Exception {
    succeeded(init("-c", source("nodeadm-environment-config/config-" + name + ".yaml")));
    for (String place :
        List.of("system.conf.d", "system/kubelet.service.d", "system/containerd.service.d")) {
      Path file = root.resolve("etc/systemd").resolve(place).resolve("environment.conf");
      String conf = wanted.get(place);
      if (conf == null) {
        assertThat(file).as(name).doesNotExist();
      } else {
        assertThat(file)
            .as(name)
            .content()
            .isEqualTo(expected("nodeadm-environment-config/expected-config-" + conf + ".conf"));
      }
    }
  }

  @Test
  void a_configuration_is_checked() throws Exception {
    assertThat(check("config-good.yaml").exitCode()).isZero();
    Distribution.Ended bad = check("config-bad.yaml");
    assertThat(bad.exitCode()).isEqualTo(78);
    assertThat(bad.out() + bad.err()).contains(cases.value("unknown"));
  }

  private Distribution.Ended check(String file) throws InterruptedException {
    return Distribution.start(environment, "config", "check", "-c", source("config-check/" + file))
        .await();
  }

  @Test
  void sources_may_be_files_and_folders_and_empty() throws Exception {
    Path dropIns = Files.createDirectories(root.resolve("drop-ins"));
    String file = source("config-provider-chain/config.yaml");
    succeeded(init("-c", file, "-c", source(dropIns)));
    Files.copy(cases.path("config-provider-chain/config.yaml"), dropIns.resolve("config.yaml"));
    succeeded(init("-c", source(dropIns)));
    succeeded(init("-c", file, "-c", source(dropIns)));
  }

  @Test
  void a_kept_configuration_is_compared_and_fallen_back_to() throws Exception {
    metadata.put("/latest/user-data", userData());
    Path dropIns = Files.createDirectories(root.resolve("drop-ins"));
    String cache = root.resolve("cache.json").toString();
    succeeded(init("--config-cache", cache));
    assertThat(spec(cache)).isEqualTo(json(expected("config-cache/cached-config-1.json")));
    succeeded(onlyResolve("--config-cache", cache));
    assertThat(spec(cache)).isEqualTo(json(expected("config-cache/cached-config-1.json")));

    Files.writeString(dropIns.resolve("test.yaml"), containerdOnly());
    assertThat(onlyResolve("-c", source(dropIns), "--config-cache", cache).exitCode())
        .isEqualTo(78);
    succeeded(
        onlyResolve("-c", "imds://user-data", "-c", source(dropIns), "--config-cache", cache));
    assertThat(spec(cache)).isEqualTo(json(expected("config-cache/cached-config-2.json")));
    assertThat(text(CONTAINERD)).contains(cases.value("socket"));

    Files.delete(dropIns.resolve("test.yaml"));
    succeeded(onlyResolve("-c", source(dropIns), "--config-cache", cache));
  }

  /** As nodeadm with both of its phases left out. */
  private Distribution.Ended onlyResolve(String... more) throws InterruptedException {
    return run(List.of("--only", "resolve"), more);
  }

  private static @Nullable Object spec(String cache) throws IOException {
    return at(json(Files.readString(Path.of(cache))), "spec");
  }

  private static @Nullable Object at(@Nullable Object value, String... path) {
    @Nullable Object found = value;
    for (String key : path) {
      found = found instanceof Map<?, ?> object ? object.get(key) : null;
    }
    return found;
  }

  private String userData() throws IOException {
    Map<String, ?> mock = json(expected("imds-default.json"));
    String encoded = String.valueOf(at(mock, "userdata", "values", "userdata"));
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private String containerdOnly() throws IOException {
    Map<String, ?> second = json(expected("config-cache/cached-config-2.json"));
    String toml = String.valueOf(at(second, "containerd", "config"));
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      containerd:
        config: |
    %s\
    """
        .formatted(toml.indent(6));
  }
}
