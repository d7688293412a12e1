package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.error;
import static dev.nodeready.aws.Fakes.failure;
import static dev.nodeready.aws.Fakes.instance;
import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Ports;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ec2Test {
  private static final String NAME = "ip-10-0-0-7.eu-west-1.compute.internal";

  /** The first pause takes all the time there is. */
  private static final RetryPolicy ONCE =
      new RetryPolicy(
          Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(9), 1, false);

  private static final String TYPE =
      """
      <DescribeInstanceTypesResponse><instanceTypeSet><item><instanceType>x9.large</instanceType>
        <networkInfo><defaultNetworkCardIndex>1</defaultNetworkCardIndex>
          <ipv4AddressesPerInterface>15</ipv4AddressesPerInterface>
          <networkCards>
            <item><maximumNetworkInterfaces>9</maximumNetworkInterfaces></item>
            <item><networkCardIndex>1</networkCardIndex>
              <maximumNetworkInterfaces>4</maximumNetworkInterfaces></item>
          </networkCards></networkInfo></item></instanceTypeSet></DescribeInstanceTypesResponse>\
      """;

  private final ManualTime time = new ManualTime();
  private final AtomicInteger calls = new AtomicInteger();
  private ScriptedServer server = new ScriptedServer(a -> SILENCE);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void what_is_loaded_ahead_needs_neither_network_nor_credentials() {
    assertThat(Ec2.warmUp()).isTrue();
  }

  /** Else each boot with a stand-in for EC2 would read whom to trust, in vain. */
  @Test
  void nothing_is_prepared_for_an_endpoint_in_the_clear() {
    assertThat(ec2(_ -> "").prepareTls()).isFalse();
  }

  @Test
  void asks_once_signed_for_the_name_of_the_instance() throws Exception {
    Ec2 ec2 = ec2(a -> answer(200, instance(NAME)), "AWS_SESSION_TOKEN", "session");

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
    assertThat(server.lines()).containsExactly("POST /");
    Asked asked = server.asked().getFirst();
    assertThat(asked.body())
        .isEqualTo("Action=DescribeInstances&InstanceId.1=i-0abc&Version=2016-11-15");
    assertThat(asked.header("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-west-1/ec2/aws4_request")
        .doesNotContain("a-secret");
    assertThat(asked.header("x-amz-security-token")).isEqualTo("session");
  }

  @Test
  void waits_for_the_name() throws Exception {
    Ec2 ec2 = ec2(a -> answer(200, instance(calls.incrementAndGet() < 4 ? "" : NAME)));

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void never_gives_an_empty_name() {
    Failure failure = failure(() -> briefly(a -> answer(200, instance(""))).privateDnsName("i-0"));

    assertThat(failure.code()).isEqualTo(Code.AWS_EC2_NO_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config=/etc/x", "a b", "a\"b", "-a", "a-"})
  void takes_nothing_for_a_name_that_is_none(String name) {
    Failure failure =
        failure(() -> briefly(a -> answer(200, instance(name))).privateDnsName("i-0"));

    assertThat(failure.code()).isEqualTo(Code.AWS_API_BAD_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Throttling", "RequestLimitExceeded", "InvalidInstanceID.NotFound"})
  void repeats_what_may_pass(String code) throws Exception {
    Ec2 ec2 =
        ec2(a ->
            calls.incrementAndGet() < 3 ? answer(400, error(code)) : answer(200, instance(NAME)));

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void an_account_that_asks_too_often_is_given_longer_pauses_than_a_service_that_is_down()
      throws Exception {
    Map<String, String> environment = environment();
    server =
        new ScriptedServer(a ->
            switch (calls.incrementAndGet()) {
              case 1 -> answer(503, "<html>busy</html>");
              case 2, 3, 4, 5, 6 -> answer(400, error("RequestLimitExceeded"));
              default -> answer(200, instance(NAME));
            });
    environment.put("AWS_ENDPOINT_URL_EC2", server.url());
    RetryPolicy plain =
        new RetryPolicy(
            Ec2.DEFAULT_POLICY.budget(),
            Ec2.DEFAULT_POLICY.first(),
            Ec2.DEFAULT_POLICY.longest(),
            2,
            false);

    new Ec2(environment, noImds(environment), plain, time).privateDnsName("i-0abc");
    assertThat(time.sleeps().stream().map(Duration::toSeconds))
        .containsExactly(1L, 8L, 16L, 32L, 60L, 60L);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void repeats_what_the_service_could_not_do(int status) throws Exception {
    Ec2 ec2 =
        ec2(a ->
            calls.incrementAndGet() < 3
                ? answer(status, "<html>busy</html>")
                : answer(200, instance(NAME)));

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
  }

  @Test
  void names_the_action_that_the_role_lacks() {
    Ec2 ec2 = ec2(a -> answer(403, error("UnauthorizedOperation")));

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.code()).isEqualTo(Code.AWS_PERMISSION_DENIED);
    assertThat(failure.tried()).contains("ec2:DescribeInstances", "eu-west-1", "environment");
    assertThat(failure.happened()).contains("UnauthorizedOperation: told so");
    assertThat(failure.remedy()).startsWith("allow ec2:DescribeInstances to the access key");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AuthFailure", "SignatureDoesNotMatch", "InvalidClientTokenId"})
  void takes_wrong_credentials_for_final(String code) {
    Ec2 ec2 = ec2(a -> answer(401, error(code)));

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(failure.code()).isEqualTo(Code.AWS_CREDENTIALS_INVALID);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.remedy()).contains("clock");
  }

  @Test
  void repeats_an_answer_that_is_cut_off() throws Exception {
    Ec2 ec2 =
        ec2(a ->
            calls.incrementAndGet() == 1
                ? "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<Desc"
                : answer(200, instance(NAME)));

    assertThat(ec2.privateDnsName("i-0abc")).isEqualTo(NAME);
  }

  @Test
  void reads_no_huge_answer_and_no_entities() {
    assertThat(failureOf("x".repeat(1024 * 1024 + 1)).happened()).contains("longer than 1048576");
    assertThat(failureOf("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>"))
        .extracting(Failure::code)
        .isEqualTo(Code.AWS_API_BAD_ANSWER);
    assertThat(failureOf("<a>".repeat(100)).happened()).contains("too many elements");
  }

  @Test
  void makes_exactly_one_attempt_where_the_environment_says_so() {
    Ec2 ec2 = ec2(a -> "", "AWS_MAX_ATTEMPTS", "1");

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(failure.code()).isEqualTo(Code.AWS_ENDPOINT_UNREACHABLE);
    assertThat(server.asked()).hasSize(1);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void keeps_trying_for_ten_minutes_where_nobody_listens() throws Exception {
    Map<String, String> environment =
        environment("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:" + Ports.free());
    Ec2 ec2 = new Ec2(environment, noImds(environment), Ec2.DEFAULT_POLICY, time);

    Failure failure = failure(() -> ec2.privateDnsName("i-0abc"));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure.remedy()).contains("VPC endpoint", "HTTPS_PROXY", "IPv6-only");
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
  }

  @Test
  void reads_the_limits_of_the_default_card() throws Exception {
    assertThat(ec2(a -> answer(200, TYPE)).limits("x9.large")).isEqualTo(new Ec2.Limits(4, 15));
    assertThat(server.asked().getFirst().body())
        .isEqualTo("Action=DescribeInstanceTypes&InstanceType.1=x9.large&Version=2016-11-15");
  }

  @Test
  void finds_no_limits_in_an_answer_without_them() {
    String without = TYPE.replace(">4<", ">0<");
    Failure failure = failure(() -> ec2(a -> answer(200, without)).limits("x9.large"));

    assertThat(failure.code()).isEqualTo(Code.AWS_API_BAD_ANSWER);
    assertThat(Duration.ofNanos(time.nanos())).isLessThanOrEqualTo(Duration.ofMinutes(2));
  }

  @Test
  @Timeout(20)
  void ends_at_once_when_it_is_interrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Ec2 ec2 =
        ec2(a -> {
          asked.countDown();
          return SILENCE;
        });
    Thread boot =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ec2.privateDnsName("i-0abc");
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
            });

    asked.await();
    boot.interrupt();
    boot.join(5_000);
    assertThat(interrupted).isTrue();
  }

  private Failure failureOf(String body) {
    return failure(() -> briefly(a -> answer(200, body)).privateDnsName("i-0"));
  }

  private Ec2 ec2(Function<Asked, String> script, String... more) {
    server = new ScriptedServer(script);
    Map<String, String> environment = environment(more);
    environment.put("AWS_ENDPOINT_URL_EC2", server.url());
    return new Ec2(environment, noImds(environment), Ec2.DEFAULT_POLICY, time);
  }

  private Ec2 briefly(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    Map<String, String> environment = environment("AWS_ENDPOINT_URL", server.url());
    return new Ec2(environment, noImds(environment), ONCE, time);
  }

  private Imds noImds(Map<String, String> environment) {
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return new Imds(environment, Imds.DEFAULT_POLICY, time);
  }
}
