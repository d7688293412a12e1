package dev.nodeready.aws;

import static dev.nodeready.aws.ScriptedServer.SILENCE;
import static dev.nodeready.aws.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.aws.ScriptedServer.Asked;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsTest {
  private static final String TOKEN_PUT = "PUT /latest/api/token";
  private static final String DATA_GET = "GET /latest/user-data";
  private static final String DOCUMENT =
      """
      {"accountId":"111122223333","instanceId":"i-0abc","region":"eu-west-1",
       "instanceType":"m5.large","availabilityZone":"eu-west-1a","devpayProductCodes":null}\
      """;

  private final ManualTime time = new ManualTime();
  private final AtomicInteger calls = new AtomicInteger();
  private ScriptedServer server = new ScriptedServer(a -> SILENCE);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void reads_user_data_with_a_token_that_it_keeps() throws Exception {
    Imds imds = imds(withToken(a -> answer(200, "data")));

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, DATA_GET);
    assertThat(server.asked().getFirst().header("x-aws-ec2-metadata-token-ttl-seconds"))
        .isEqualTo("300");
    assertThat(server.asked().get(1).header("x-aws-ec2-metadata-token")).isEqualTo("TOKEN");
  }

  @Test
  void gets_a_new_token_when_the_old_one_has_ended() throws Exception {
    Imds imds = imds(withToken(a -> answer(200, "data")));

    imds.userData();
    time.advance(Duration.ofSeconds(296));
    imds.userData();
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, TOKEN_PUT, DATA_GET);
  }

  @Test
  void takes_404_on_user_data_for_none() throws Exception {
    assertThat(imds(withToken(a -> answer(404, "no"))).userData()).isNull();
    assertThat(server.lines()).hasSize(2);
  }

  @Test
  void waits_for_what_must_come() throws Exception {
    Imds imds =
        imds(withToken(a -> calls.incrementAndGet() < 4 ? answer(404, "") : answer(200, "role")));

    assertThat(text(imds.getWaiting("/latest/meta-data/iam/security-credentials/")))
        .isEqualTo("role");
    assertThat(time.sleeps())
        .hasSize(3)
        .allSatisfy(s -> assertThat(s.toMillis()).isBetween(800L, 1000L));
  }

  @Test
  void gives_up_waiting_within_its_budget() {
    Imds imds = imds(withToken(a -> answer(404, "")));

    Failure failure = failure(() -> imds.getWaiting("/latest/meta-data/iam/x"));
    assertThat(failure.code()).isEqualTo("AWS_IMDS_ABSENT");
    assertThat(failure.remedy()).contains("instance profile");
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofSeconds(118), Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void asks_by_version_1_where_the_service_has_no_tokens(int status) throws Exception {
    Imds imds = imds(a -> a.line().startsWith("PUT") ? answer(status, "") : answer(200, "data"));

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.asked().get(1).headers()).doesNotContainKey("x-aws-ec2-metadata-token");
  }

  @Test
  void gets_a_token_after_all_where_version_1_is_refused() throws Exception {
    Imds imds =
        imds(a ->
            switch (calls.incrementAndGet()) {
              case 1 -> answer(404, "");
              case 2 -> answer(401, "");
              case 3 -> answer(200, "TOKEN");
              default -> answer(200, "data");
            });

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, TOKEN_PUT, DATA_GET);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void renews_a_token_that_is_refused() throws Exception {
    Imds imds =
        imds(withToken(a -> calls.incrementAndGet() == 1 ? answer(401, "") : answer(200, "data")));

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, TOKEN_PUT, DATA_GET);
  }

  @Test
  void never_falls_back_to_version_1_because_the_token_is_slow() {
    Imds imds = briefly(a -> SILENCE);

    Failure failure = failure(imds::userData);
    assertThat(failure.code()).isEqualTo("AWS_IMDS_UNREACHABLE");
    assertThat(failure.remedy()).contains("hop limit");
    assertThat(server.lines()).containsOnly(TOKEN_PUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void repeats_what_the_service_could_not_do(int status) throws Exception {
    Imds imds =
        imds(
            withToken(a -> calls.incrementAndGet() < 3 ? answer(status, "") : answer(200, "data")));

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, DATA_GET, DATA_GET);
  }

  @Test
  void takes_a_refusal_at_its_word() {
    Failure failure = failure(imds(a -> answer(403, ""))::userData);

    assertThat(failure.code()).isEqualTo("AWS_IMDS_REFUSED");
    assertThat(failure.permanent()).isTrue();
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET);
  }

  @Test
  void waits_for_a_service_that_is_late() throws Exception {
    int port = freePort();
    try (LateServer late = new LateServer(port)) {
      Imds imds = new Imds(endpoint("http://127.0.0.1:" + port), Imds.DEFAULT_POLICY, late);

      assertThat(text(imds.userData())).isEqualTo("late");
      assertThat(late.waits()).isGreaterThanOrEqualTo(12);
    }
  }

  @Test
  void says_where_it_looked_when_nobody_is_there() throws Exception {
    Imds imds = new Imds(endpoint("http://127.0.0.1:" + freePort()), Imds.DEFAULT_POLICY, time);

    Failure failure = failure(imds::identity);
    assertThat(failure.code()).isEqualTo("AWS_IMDS_UNREACHABLE");
    assertThat(failure.tried()).contains("127.0.0.1");
    assertThat(time.sleeps()).hasSizeBetween(119, 150);
  }

  @Test
  void repeats_a_question_whose_answer_is_cut_off() throws Exception {
    Imds imds =
        imds(
            withToken(a ->
                calls.incrementAndGet() == 1
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
                    : answer(200, "whole")));

    assertThat(text(imds.userData())).isEqualTo("whole");
  }

  @Test
  void reads_no_more_than_a_mebibyte() {
    Imds imds = briefly(withToken(a -> answer(200, "x".repeat(1024 * 1024 + 1))));

    assertThat(failure(imds::userData).happened()).contains("longer than 1048576 bytes");
  }

  @Test
  void reads_no_endless_answer_and_no_endless_head() {
    Imds endless = briefly(withToken(a -> "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(2_000_000)));
    assertThat(failure(endless::userData).happened()).contains("longer than");

    Imds head = briefly(withToken(a -> "HTTP/1.1 200 OK\r\nA: " + "x".repeat(100_000)));
    assertThat(failure(head::userData).happened()).contains("head is longer");
  }

  @Test
  void reads_an_answer_in_chunks() throws Exception {
    Imds imds = imds(withToken(a -> chunked("4\r\nuser\r\n", "5;x=y\r\n-data\r\n", "0\r\n\r\n")));

    assertThat(text(imds.userData())).isEqualTo("user-data");
  }

  @Test
  void reads_the_identity_document() throws Exception {
    Imds imds = imds(withToken(a -> answer(200, DOCUMENT)));

    assertThat(imds.identity())
        .isEqualTo(new Imds.Identity("i-0abc", "eu-west-1", "m5.large", "eu-west-1a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"instanceId\":\"i-1\"", "{\"instanceId\":\"i-1\"}", "<html>"})
  void takes_no_broken_identity_document(String document) {
    Failure failure = failure(briefly(withToken(a -> answer(200, document)))::identity);

    assertThat(failure.code()).isEqualTo("AWS_IMDS_BAD_ANSWER");
  }

  @Test
  void reads_addresses_without_their_line_ends() throws Exception {
    Imds imds =
        imds(
            withToken(a ->
                switch (a.line()) {
                  case "GET /latest/meta-data/mac HTTP/1.1" -> answer(200, "0e:49:61:0f:c3:11\n");
                  case "GET /latest/meta-data/local-ipv4 HTTP/1.1" -> answer(200, "10.0.0.7");
                  default -> answer(200, "2001:db8::1\n2001:db8::2");
                }));

    assertThat(imds.mac()).isEqualTo("0e:49:61:0f:c3:11");
    assertThat(imds.localIpv4()).isEqualTo("10.0.0.7");
    assertThat(imds.firstIpv6(imds.mac())).isEqualTo("2001:db8::1");
    assertThat(server.lines())
        .contains("GET /latest/meta-data/network/interfaces/macs/0e:49:61:0f:c3:11/ipv6s");
  }

  @Test
  void says_which_family_an_instance_lacks() {
    Imds imds = imds(withToken(a -> answer(404, "")));

    assertThat(failure(imds::localIpv4).code()).isEqualTo("AWS_IMDS_NO_IPV4");
    assertThat(failure(() -> imds.firstIpv6("0e:49:61:0f:c3:11")).code())
        .isEqualTo("AWS_IMDS_NO_IPV6");
  }

  @Test
  void sends_no_token_that_could_carry_a_header() {
    Failure failure = failure(briefly(a -> answer(200, "A\r\nX-Evil: 1"))::userData);

    assertThat(failure.code()).isEqualTo("AWS_IMDS_BAD_ANSWER");
    assertThat(server.lines()).containsOnly(TOKEN_PUT);
  }

  @Test
  void asks_nobody_where_it_is_switched_off() {
    server = new ScriptedServer(a -> SILENCE);
    Map<String, String> environment =
        Map.of(
            "AWS_EC2_METADATA_DISABLED", "True", "AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url());

    assertThat(failure(new Imds(environment, Imds.DEFAULT_POLICY, time)::userData).code())
        .isEqualTo("AWS_IMDS_DISABLED");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void knows_no_proxy() throws Exception {
    server = new ScriptedServer(withToken(a -> answer(200, "data")));
    Map<String, String> environment =
        Map.of(
            "HTTP_PROXY",
            "http://127.0.0.1:1",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            server.url() + "/");

    assertThat(text(new Imds(environment, Imds.DEFAULT_POLICY, time).userData())).isEqualTo("data");
  }

  @Test
  void ends_at_once_when_it_is_interrupted() {
    Imds imds = imds(withToken(a -> answer(200, "data")));

    Thread.currentThread().interrupt();
    assertThatThrownBy(imds::userData).isInstanceOf(InterruptedException.class);
    assertThat(server.asked()).isEmpty();
  }

  private Imds imds(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    return new Imds(endpoint(server.url()), Imds.DEFAULT_POLICY, time);
  }

  /** A client that makes two attempts. */
  private Imds briefly(Function<Asked, String> script) {
    server = new ScriptedServer(script);
    return new Imds(
        endpoint(server.url()), Imds.DEFAULT_POLICY.withBudget(Duration.ofMillis(1500)), time);
  }

  private static Function<Asked, String> withToken(Function<Asked, String> script) {
    return a ->
        a.line().equals(TOKEN_PUT + " HTTP/1.1")
            ? answer(200, "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 300\r\n", "TOKEN")
            : script.apply(a);
  }

  private static String chunked(String... chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String.join("", chunks);
  }

  private static Map<String, String> endpoint(String url) {
    return Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", url);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Failure failure(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(FailureException.class, call)).failure();
  }

  private static String text(byte @Nullable [] body) {
    return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
  }
}
