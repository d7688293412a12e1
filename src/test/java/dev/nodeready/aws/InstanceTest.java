package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.instance;
import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceTest {
  private static final String MAC = "0e:49:61:0f:c3:11";

  private static final Set<String> SPARING =
      Set.of(
          "PUT /latest/api/token HTTP/1.1",
          "GET /latest/dynamic/instance-identity/document HTTP/1.1");

  /** Addresses of this machine, and the hardware addresses of their interfaces. */
  private Map<String, String> own = Map.of();

  private final ManualTime time = new ManualTime();
  private ScriptedServer imds = new ScriptedServer(a -> SILENCE);
  private ScriptedServer ec2 = new ScriptedServer(a -> SILENCE);

  @BeforeEach
  void start() {
    imds = new ScriptedServer(InstanceTest::metadata);
    ec2 = new ScriptedServer(a -> answer(200, instance("a.internal")));
  }

  @AfterEach
  void stop() throws IOException {
    imds.close();
    ec2.close();
  }

  @Test
  void gathers_all_facts_with_one_call_of_ec2() throws Exception {
    assertThat(describe(config("10.100.0.0/16", Map.of(), "ec2", "")))
        .isEqualTo(
            new InstanceDetails(
                "i-0abc",
                "eu-west-1",
                "m5.large",
                "eu-west-1a",
                MAC,
                "a.internal",
                "10.0.0.7",
                ""));
    assertThat(ec2.asked()).hasSize(1);
  }

  @Test
  void takes_the_address_of_the_service_cidrs_family() throws Exception {
    InstanceDetails details = describe(config("fd30::/108", Map.of(), "ec2", ""));

    assertThat(details).isNotNull();
    assertThat(details.ipv6()).isEqualTo("2001:db8::1");
    assertThat(details.localIpv4()).isEmpty();
  }

  @Test
  void leaves_ec2_alone_where_the_node_has_another_name() throws Exception {
    describe(config("", Map.of("InstanceIdNodeName", true), "ec2", ""));
    describe(config("", Map.of(), "ec2", "my-node"));

    assertThat(ec2.asked()).isEmpty();
    assertThat(imds.asked()).isNotEmpty();
  }

  @Test
  void asks_nobody_where_there_is_no_platform() throws Exception {
    assertThat(describe(config("", Map.of(), "none", ""))).isNull();
    assertThat(ec2.asked()).isEmpty();
    assertThat(imds.asked()).isEmpty();
  }

  @Test
  void what_an_interface_of_this_machine_vouches_for_is_not_asked_again() throws Exception {
    own = Map.of("10.0.0.8", "0e:00:00:00:00:08");

    InstanceDetails details = describe(config("10.100.0.0/16", Map.of(), "ec2", "my-node"));

    assertThat(details).isNotNull();
    assertThat(details.localIpv4()).isEqualTo("10.0.0.8");
    assertThat(details.mac()).isEqualTo("0e:00:00:00:00:08");
    assertThat(imds.asked()).extracting(Asked::line).hasSize(2).allMatch(SPARING::contains);
  }

  @Test
  void an_ipv6_address_is_that_of_the_interface_that_the_service_calls_primary() throws Exception {
    own = Map.of("10.0.0.8", "0e:00:00:00:00:08");

    InstanceDetails details = describe(config("fd30::/108", Map.of(), "ec2", "my-node"));

    assertThat(details).isNotNull();
    assertThat(details.mac()).isEqualTo(MAC);
    assertThat(details.ipv6()).isEqualTo("2001:db8::1");
  }

  private @Nullable InstanceDetails describe(NodeConfig config) throws InterruptedException {
    Map<String, String> environment =
        environment(
            "AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url(), "AWS_ENDPOINT_URL_EC2", ec2.url());
    Imds client = new Imds(environment, Imds.DEFAULT_POLICY, time);
    return Instance.describe(
        config,
        client,
        new Ec2(environment, client, Ec2.DEFAULT_POLICY, time)::privateDnsName,
        address -> own.getOrDefault(address, ""));
  }

  private static String metadata(Asked asked) {
    return switch (asked.line().replace(" HTTP/1.1", "")) {
      case "PUT /latest/api/token" -> answer(200, "TOKEN");
      case "GET /latest/meta-data/mac" -> answer(200, MAC);
      case "GET /latest/meta-data/local-ipv4" -> answer(200, "10.0.0.7");
      case "GET /latest/meta-data/network/interfaces/macs/" + MAC + "/ipv6s" ->
          answer(200, "2001:db8::1\n");
      case "GET /latest/dynamic/instance-identity/document" ->
          answer(
              200,
              """
              {"instanceId":"i-0abc","region":"eu-west-1","instanceType":"m5.large",
               "availabilityZone":"eu-west-1a","privateIp":"10.0.0.8"}\
              """);
      default -> answer(404, "");
    };
  }

  private static NodeConfig config(
      String cidr, Map<String, Boolean> gates, String platform, String name) {
    NodeConfig empty = NodeConfig.EMPTY;
    Bootstrap d = Bootstrap.DEFAULTS;
    return new NodeConfig(
        new NodeConfig.Cluster("c", "", null, cidr, null, ""),
        empty.containerd(),
        empty.instance(),
        empty.kubelet(),
        gates,
        new Bootstrap(
            d.budgets(),
            d.retry(),
            "",
            d.archives(),
            d.pullTimeout(),
            d.pullStall(),
            d.sandboxMissing(),
            d.join(),
            platform,
            name,
            d.nodeIps(),
            d.providerId(),
            d.bootstrapToken(),
            d.fleet(),
            false));
  }
}
