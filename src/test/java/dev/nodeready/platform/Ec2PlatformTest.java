package dev.nodeready.platform;

import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.aws.MetadataServer;
import dev.nodeready.aws.RegistryCredentials;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.HostFacts.CredentialProvider;
import dev.nodeready.host.Root;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proxy in {@code spec.instance.environment.default} means to this program's own calls. */
class Ec2PlatformTest {
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/pause:1";
  private static final String INSTANCE =
      """
      <DescribeInstancesResponse><reservationSet><item><instancesSet><item>
      <privateDnsName>a.internal</privateDnsName>
      </item></instancesSet></item></reservationSet></DescribeInstancesResponse>\
      """;
  private static final String TOKEN =
      """
      {"authorizationData":[{"authorizationToken":"QVdTOjEyMzQ1Njc4OTAxMi1hdXRoLXRva2Vu"}]}\
      """;
  private static final String DIRECT =
      "169.254.169.254,fd00:ec2::254,[fd00:ec2::254],localhost,127.0.0.1,10.100.0.0/16,api.test";

  @TempDir private Path folder;
  private ScriptedServer proxy;
  private MetadataServer metadata;

  @BeforeEach
  void start() {
    metadata = MetadataServer.own();
    proxy = new ScriptedServer(a -> answer(200, a.body().equals("{}") ? TOKEN : INSTANCE));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    metadata.close();
  }

  @Test
  void asks_ec2_through_it_and_the_metadata_service_past_it() throws Exception {
    InstanceDetails details = platform().instance(config());

    assertThat(Objects.requireNonNull(details).privateDnsName()).isEqualTo("a.internal");
    assertThat(proxy.lines()).containsExactly("POST http://aws.test/");
    assertThat(proxy.asked().getFirst().header("proxy-authorization")).startsWith("Basic ");
    assertThat(metadata.lines())
        .containsExactly(
            "PUT /latest/api/token",
            "GET /latest/dynamic/instance-identity/document",
            "GET /latest/meta-data/mac",
            "GET /latest/meta-data/local-ipv4",
            "GET /latest/meta-data/iam/security-credentials/",
            "GET /latest/meta-data/iam/security-credentials/baskinc-role");
  }

  @Test
  void a_first_boot_asks_the_metadata_service_seven_times_and_ec2_once() throws Exception {
    Ec2Platform platform = platform();
    platform.userData();
    platform.instance(config());

    assertThat(metadata.lines()).hasSize(7).doesNotHaveDuplicates();
    assertThat(proxy.lines()).hasSize(1);
  }

  @Test
  void asks_ecr_through_it() throws Exception {
    assertThat(platform().credentials(config(), IMAGE))
        .contains(new RegistryCredentials("AWS", "123456789012-auth-token"));
    assertThat(proxy.lines()).containsExactly("POST http://aws.test/");
  }

  @Test
  void tells_the_credential_provider_what_goes_past_it() throws Exception {
    Path plugin = new Root(folder).at(CredentialProvider.EKS_PATH);
    Files.createDirectories(Objects.requireNonNull(plugin.getParent()));
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        cat > /dev/null
        echo '{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
          "auth":{"*.dkr.ecr.*.amazonaws.com":{"username":"AWS","password":"'"$NO_PROXY"'"}}}'
        """);
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(platform().credentials(config(), IMAGE))
        .contains(new RegistryCredentials("AWS", DIRECT));
    assertThat(proxy.asked()).isEmpty();
  }

  @Test
  void tells_all_services_what_goes_past_it() {
    assertThat(new NoPlatform().environment(config())).isEqualTo(platform().environment(config()));
    assertThat(Objects.requireNonNull(platform().environment(config()).get("default")))
        .containsEntry("NO_PROXY", DIRECT);
  }

  private Ec2Platform platform() {
    return new Ec2Platform(
        new Root(folder),
        new ManualTime(),
        Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url()),
        null);
  }

  private NodeConfig config() {
    NodeConfig empty = NodeConfig.EMPTY;
    Map<String, String> variables =
        Map.of(
            "HTTP_PROXY",
            proxy.url().replace("http://", "http://user:hidden@"),
            "AWS_ENDPOINT_URL",
            "http://aws.test");
    return new NodeConfig(
        new NodeConfig.Cluster("c", "https://api.test", null, "10.100.0.0/16", null, ""),
        empty.containerd(),
        new NodeConfig.Instance(
            empty.instance().localStorage(),
            List.of(),
            Map.of("default", variables),
            empty.instance().network()),
        empty.kubelet(),
        Map.of(),
        Bootstrap.DEFAULTS);
  }
}
