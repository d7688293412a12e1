package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.failure;
import static dev.nodeready.aws.Fakes.instance;
import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of AWS APIs where a proxy is set. */
class ProxiedCallsTest {
  private static final String NAME = "ip-10-0-0-7.eu-west-1.compute.internal";

  private final ManualTime time = new ManualTime();
  private ScriptedServer server = new ScriptedServer(a -> SILENCE);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void goes_through_the_proxy_and_says_who_it_is() throws Exception {
    server = new ScriptedServer(a -> answer(200, instance(NAME)));
    String proxy = server.url().replace("http://", "http://us%65r:pa%20ss@");
    Map<String, String> environment =
        environment("AWS_ENDPOINT_URL_EC2", "http://ec2.test", "http_proxy", proxy);

    assertThat(client(environment).privateDnsName("i-0abc")).isEqualTo(NAME);
    assertThat(server.lines()).containsExactly("POST http://ec2.test/");
    assertThat(server.asked().getFirst().header("host")).isEqualTo("ec2.test");
    assertThat(server.asked().getFirst().header("proxy-authorization"))
        .isEqualTo("Basic dXNlcjpwYSBzcw==");
  }

  @Test
  void tunnels_through_a_proxy_and_hides_its_password() {
    server = new ScriptedServer(a -> answer(407, ""));
    String proxy = server.url().replace("http://", "http://user:hidden@");
    Map<String, String> environment = environment("HTTPS_PROXY", proxy, "AWS_MAX_ATTEMPTS", "1");
    Ec2 ec2 = client(environment);

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(server.lines()).containsExactly("CONNECT ec2.eu-west-1.amazonaws.com:443");
    assertThat(failure.code()).isEqualTo(Code.AWS_PROXY_REFUSED);
    assertThat(failure.toLine()).contains("answered 407", "***@").doesNotContain("hidden");
  }

  @Test
  void tells_a_refusal_of_the_proxy_from_one_of_the_api() {
    server = new ScriptedServer(a -> answer(407, ""));
    String proxy = server.url().replace("http://", "http://user:hidden@");
    Map<String, String> environment =
        environment(
            "AWS_ENDPOINT_URL_EC2",
            "http://ec2.test",
            "HTTP_PROXY",
            proxy,
            "AWS_MAX_ATTEMPTS",
            "1");
    Ec2 ec2 = client(environment);

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(server.lines()).containsExactly("POST http://ec2.test/");
    assertThat(failure.code()).isEqualTo(Code.AWS_PROXY_REFUSED);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure.toLine()).contains("answered 407", "***@").doesNotContain("hidden");
  }

  @Test
  void takes_a_407_from_elsewhere_for_what_it_is() {
    server = new ScriptedServer(a -> answer(407, ""));
    Ec2 ec2 = client(environment("AWS_ENDPOINT_URL_EC2", server.url()));

    assertThat(failure(() -> ec2.privateDnsName("i-0abc")).code()).isEqualTo(Code.AWS_API_REFUSED);
  }

  @Test
  void goes_past_the_proxy_where_told_to() throws Exception {
    server = new ScriptedServer(a -> answer(200, instance(NAME)));
    Ec2 ec2 =
        client(
            environment(
                "AWS_ENDPOINT_URL_EC2",
                server.url(),
                "HTTP_PROXY",
                "http://127.0.0.1:1",
                "NO_PROXY",
                "127.0.0.0/8"));

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
  }

  private Ec2 client(Map<String, String> environment) {
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Ec2(
        environment, new Imds(environment, Imds.DEFAULT_POLICY, time), Ec2.DEFAULT_POLICY, time);
  }
}
