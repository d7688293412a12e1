package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Cases;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.disks.SetupWords;
import dev.nodeready.host.Commands;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.InstanceTypes;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.network.InterfaceNetwork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What nodeadm makes of a NodeConfig, file by file, byte by byte where it matters. */
@ParameterizedClass
@MethodSource("dev.nodeready.Cases#all")
class DropInTest {
  private static final String CONTAINERD = "/etc/containerd/config.toml";
  private static final String KUBELET = "/etc/kubernetes/kubelet/config.json";
  private static final String DROP_IN = "/etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf";
  private static final String CREDENTIALS = "/etc/eks/image-credential-provider/config.json";

  private final Cases cases;

  DropInTest(Cases cases) {
    this.cases = cases;
  }

  private NodeConfig config(String file) {
    ConfigResolver resolver =
        new ConfigResolver(() -> {
          throw new AssertionError("no user data here");
        });
    try {
      return resolver.resolve(List.of("file://" + cases.path(file)), null, false).config();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeStatus status(String kubelet) {
    return new NodeStatus(
        new NodeStatus.InstanceDetails(
            "i-1234567890abcdef0",
            "us-west-2",
            "m4.xlarge",
            "us-west-2f",
            "0e:49:61:0f:c3:11",
            "ip-10-0-0-1.ec2.internal",
            "172.16.34.43",
            ""),
        NodeStatus.EKS_SANDBOX_IMAGE,
        "v" + kubelet);
  }

  private static HostFacts facts(String containerd) {
    return new HostFacts(
        ProgramVersion.find(containerd),
        ProgramVersion.UNKNOWN,
        2000,
        16L << 30,
        false,
        false,
        new HostFacts.CredentialProvider(HostFacts.CredentialProvider.EKS_PATH, true, false),
        HostFacts.GivenCredentials.NONE,
        InstanceTypes.limitsOf("m4.xlarge"),
        "");
  }

  private DesiredNode v1(String file, String kubelet) {
    return DesiredNode.of(config(file), status(kubelet), facts("1.7.27"));
  }

  private DesiredNode v2(String file, String kubelet) {
    return DesiredNode.of(config(file), status(kubelet), facts("2.0.5"));
  }

  private String expected(String file) {
    return cases.text(file);
  }

  private static Object json(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1.31.0, expected-containerd-config-pre-1.32.toml",
    "1.32.0, expected-containerd-config.toml"
  })
  void containerd_1_takes_schema_2(String kubelet, String file) {
    assertThat(Nodes.text(v1("containerdv1-config/configv2.yaml", kubelet), CONTAINERD))
        .isEqualTo(expected("containerdv1-config/" + file));
  }

  @Test
  void containerd_1_refuses_schema_3() {
    assertThatThrownBy(() -> v1("containerdv1-config/configv3.yaml", "1.32.0"))
        .hasMessageContaining("CONTAINERD_CONFIG_SCHEMA");
  }

  @Test
  void containerd_2_takes_schema_3() {
    assertThat(Nodes.text(v2("containerdv2-config/configv3.yaml", "1.32.0"), CONTAINERD))
        .isEqualTo(expected("containerdv2-config/expected-containerd-configv3.toml"));
  }

  @Test
  void containerd_2_migrates_schema_2_to_the_byte() throws Exception {
    String containerd = RealPart.CONTAINERD_2_0.program("containerd");
    DesiredNode node = v2("containerdv2-config/configv2.yaml", "1.32.0");
    Migration migration =
        new Migration(new Commands(Map.of()), containerd, new ProgramVersion(2, 0, 5));

    assertThat(Nodes.text(migration.apply(node, ""), CONTAINERD))
        .isEqualTo(expected("containerdv2-config/expected-containerd-configv2.toml"));
  }

  @Test
  void containerd_2_has_schema_2_to_migrate() {
    DesiredNode node = v2("containerdv2-config/configv2.yaml", "1.32.0");

    assertThat(node.migrate()).isTrue();
    assertThat(node.criEndpoint()).isEqualTo("unix://" + cases.value("socket"));
    assertThat(node.sandboxImage()).isEqualTo(cases.value("sandbox"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.7.27", "2.0.5"})
  void the_base_runtime_spec_is_merged(String containerd) {
    DesiredNode node =
        DesiredNode.of(
            config("containerd-base-runtime-spec/config.yaml"),
            status("1.27.0"),
            facts(containerd));

    assertThat(Nodes.text(node, "/etc/containerd/base-runtime-spec.json"))
        .isEqualTo(expected("containerd-base-runtime-spec/expected-base-runtime-spec.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.31.0, expected-image-credential-provider-config-1.31.json",
    "1.36.0, expected-image-credential-provider-config.json"
  })
  void the_credential_provider_knows_its_registries(String kubelet, String file) {
    assertThat(json(Nodes.text(v1("image-credential-provider/config.yaml", kubelet), CREDENTIALS)))
        .isEqualTo(json(expected("image-credential-provider/" + file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.29.0", "1.35.0"})
  void the_kubeconfig_is_the_same(String kubelet) {
    assertThat(Nodes.text(v1("kubeconfig/config.yaml", kubelet), "/var/lib/kubelet/kubeconfig"))
        .isEqualTo(expected("kubeconfig/expected-kubeconfig.yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.kubelet-config-json.yaml", "config.kubelet-config-yaml.yaml"})
  void the_users_kubelet_configuration_is_a_drop_in(String file) {
    DesiredNode node = v1("kubelet-config-dir/" + file, "1.29.0");

    assertThat(json(Nodes.text(node, KUBELET)))
        .isEqualTo(json(expected("kubelet-config-dir/expected-kubelet-config.json")));
    assertThat(json(Nodes.text(node, DROP_IN)))
        .isEqualTo(json(expected("kubelet-config-dir/expected-kubelet-config-drop-in.json")));
    assertThat(Nodes.text(node, "/etc/eks/kubelet/environment"))
        .startsWith("KUBELET_CONFIG_DROPIN_DIR_ALPHA=on\n");
  }

  @Test
  void the_users_flags_come_last() {
    assertThat(
            Nodes.text(v1("kubelet-flags/config.yaml", "1.35.0"), "/etc/eks/kubelet/environment"))
        .endsWith(" " + cases.value("flags"))
        .contains("--hostname-override=i-1234567890abcdef0")
        .doesNotContain("--pod-infra-container-image");
  }

  @Test
  void two_parts_of_user_data_are_merged() {
    DesiredNode node = v1("mime-userdata-merge/config.yaml", "1.35.0");

    assertThat(json(Nodes.text(node, KUBELET)))
        .isEqualTo(json(expected("mime-userdata-merge/expected-kubelet-config.json")));
    assertThat(json(Nodes.text(node, DROP_IN)))
        .isEqualTo(json(expected("mime-userdata-merge/expected-kubelet-config-drop-in.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "config-basic-env.yaml, system.conf.d, expected-config-basic-env.conf",
    "config-quote-escaping.yaml, system.conf.d, expected-config-quote-escaping.conf",
    "config-service-specific.yaml, system.conf.d, expected-config-service-specific-default.conf",
    "config-service-specific.yaml, system/kubelet.service.d,"
        + " expected-config-service-specific-kubelet.conf",
    "config-service-specific.yaml, system/containerd.service.d,"
        + " expected-config-service-specific-containerd.conf",
    "config-service-only.yaml, system/kubelet.service.d,"
        + " expected-config-service-only-kubelet.conf",
    "config-service-only.yaml, system/containerd.service.d,"
        + " expected-config-service-only-containerd.conf"
  })
  void environment_variables_become_drop_ins(String file, String place, String expected) {
    DesiredNode node = v1("nodeadm-environment-config/" + file, "1.34.0");

    assertThat(Nodes.text(node, "/etc/systemd/" + place + "/environment.conf"))
        .isEqualTo(expected("nodeadm-environment-config/" + expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config-no-env.yaml", "config-empty-env.yaml"})
  void no_variables_make_no_drop_in(String file) {
    assertThat(v1("nodeadm-environment-config/" + file, "1.34.0").files())
        .noneMatch(rendered -> rendered.path().startsWith("/etc/systemd/"));
  }

  @Test
  void a_service_without_defaults_makes_no_default_drop_in() {
    assertThat(v1("nodeadm-environment-config/config-service-only.yaml", "1.34.0").files())
        .noneMatch(rendered -> rendered.path().startsWith("/etc/systemd/system.conf.d"));
  }

  @Test
  void local_disks_are_set_up_by_the_script() {
    List<String> words = SetupWords.of(config("local-disks/config.yaml").instance());

    assertThat(String.join(" ", words)).isEqualTo(cases.value("disks"));
  }

  @Test
  void the_primary_interface_has_its_network_file() {
    InterfaceNetwork primary =
        new InterfaceNetwork("eth0", "0e:49:61:0f:c3:11", true, 0, 0, "172.16.34.43");

    assertThat(primary.file().path()).isEqualTo("/run/systemd/network/70-eks-eth0.network");
    assertThat(primary.file().text()).isEqualTo(expected("udev-net-manager/70-eks.network"));
  }
}
