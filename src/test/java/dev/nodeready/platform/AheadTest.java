package dev.nodeready.platform;

import static dev.nodeready.net.ScriptedServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.host.Root;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.network.MetadataServer;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked before the command line is read, and what becomes of the answers. */
class AheadTest {
  private static final String PLAIN =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        cluster: {name: c}
      """;

  @TempDir private Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private MetadataServer metadata;
  private ScriptedServer ec2;
  private ScriptedServer other;

  @BeforeEach
  void start() throws IOException {
    metadata = MetadataServer.start();
    metadata.put("/latest/user-data", PLAIN);
    ec2 =
        new ScriptedServer(_ -> {
          asked.countDown();
          return answer(200, named("early.internal"));
        });
    other = new ScriptedServer(_ -> answer(200, named("late.internal")));
  }

  @AfterEach
  void stop() throws IOException {
    other.close();
    ec2.close();
    metadata.close();
  }

  @Test
  void the_answer_of_the_early_question_is_taken_and_nobody_asked_twice() throws Exception {
    Ec2Platform platform = platform(begun(true));
    platform.userData();
    awaitAsked();
    assertThat(name(platform, config(Map.of(), Map.of()))).isEqualTo("early.internal");
    assertThat(ec2.lines()).containsExactly("POST /");
  }

  @Test
  void a_configuration_with_another_way_to_ec2_asks_by_that_way() throws Exception {
    Ec2Platform platform = platform(begun(true));
    platform.userData();
    awaitAsked();
    NodeConfig config = config(Map.of("AWS_ENDPOINT_URL_EC2", other.url()), Map.of());
    assertThat(name(platform, config)).isEqualTo("late.internal");
  }

  @Test
  void a_node_that_a_drop_in_names_otherwise_does_not_wait_for_the_early_answer() throws Exception {
    ec2.close();
    Ec2Platform platform = platform(begun(true));
    platform.userData();
    assertThat(name(platform, config(Map.of(), Map.of("InstanceIdNodeName", true)))).isEmpty();
  }

  @Test
  void the_question_is_asked_anew_where_the_node_is_looked_up_again() throws Exception {
    Ec2Platform platform = platform(begun(true));
    platform.userData();
    assertThat(name(platform, config(Map.of(), Map.of()))).isEqualTo("early.internal");
    assertThat(name(platform, config(Map.of(), Map.of()))).isEqualTo("early.internal");
    assertThat(ec2.lines()).containsExactly("POST /", "POST /");
  }

  @Test
  void a_node_that_kept_its_facts_asks_for_user_data_alone() throws Exception {
    Ahead ahead = begun(false);
    assertThat(platform(ahead).userData()).asString(UTF_8).isEqualTo(PLAIN);
    assertThat(ahead.takeName()).isNull();
  }

  @Test
  void user_data_is_fetched_anew_when_the_sources_are_read_again() throws Exception {
    Ec2Platform platform = platform(begun(false));
    assertThat(platform.userData()).asString(UTF_8).isEqualTo(PLAIN);
    metadata.put("/latest/user-data", "changed");
    assertThat(platform.userData()).asString(UTF_8).isEqualTo("changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "featureGates: {InstanceIdNodeName: true}",
        "bootstrap: {nodeName: me}",
        "bootstrap: {platform: none}",
        "instance: {environment: {default: {HTTPS_PROXY: a.test}}}"
      })
  void user_data_that_bears_on_the_question_is_read_first(String line) {
    assertThat(Ahead.fits((PLAIN + "  " + line + "\n").getBytes(UTF_8))).isFalse();
  }

  @Test
  void user_data_that_cannot_be_seen_through_is_read_first() {
    byte[] packed = Base64.getEncoder().encode(PLAIN.getBytes(UTF_8));
    assertThat(Ahead.fits(packed)).isFalse();
    assertThat(Ahead.fits(PLAIN.getBytes(UTF_8))).isTrue();
  }

  private void awaitAsked() throws InterruptedException {
    assertThat(asked.await(20, TimeUnit.SECONDS)).as("EC2 was asked early").isTrue();
  }

  private static String name(Ec2Platform platform, NodeConfig config) throws InterruptedException {
    InstanceDetails details = platform.instance(config);
    return Objects.requireNonNull(details).privateDnsName();
  }

  private Ahead begun(boolean named) {
    return Ahead.begin(environment(), Time.SYSTEM, named);
  }

  private Ec2Platform platform(Ahead ahead) {
    return new Ec2Platform(new Root(folder), Time.SYSTEM, environment(), ahead);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(metadata.environment());
    environment.put("AWS_ENDPOINT_URL_EC2", ec2.url());
    return environment;
  }

  private static NodeConfig config(Map<String, String> variables, Map<String, Boolean> gates) {
    NodeConfig empty = NodeConfig.EMPTY;
    return new NodeConfig(
        empty.cluster(),
        empty.containerd(),
        new NodeConfig.Instance(
            empty.instance().localStorage(),
            List.of(),
            variables.isEmpty() ? Map.of() : Map.of("default", variables),
            empty.instance().network()),
        empty.kubelet(),
        gates,
        Bootstrap.DEFAULTS);
  }

  private static String named(String name) {
    return "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><privateDnsName>"
        + name
        + "</privateDnsName></item></instancesSet></item></reservationSet>"
        + "</DescribeInstancesResponse>";
  }
}
