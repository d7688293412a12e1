package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Ports;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsTest extends ScriptedImds {
  @Test
  void waits_for_what_must_come() throws Exception {
    Imds imds =
        imds(withToken(a -> calls.incrementAndGet() < 4 ? answer(404, "") : answer(200, "role")));

    assertThat(text(imds.getWaiting("/latest/meta-data/iam/security-credentials/")))
        .isEqualTo("role");
    assertThat(server.lines()).hasSize(5).startsWith(TOKEN_PUT);
  }

  @Test
  void looks_again_soon_at_first_and_then_once_a_second() {
    Imds imds = imds(withToken(a -> answer(404, "")));

    failure(() -> imds.getWaiting("/latest/x"));
    List<Long> millis = time.sleeps().stream().map(Duration::toMillis).toList();
    assertThat(millis.get(0)).isBetween(100L, 125L);
    assertThat(millis.get(1)).isBetween(200L, 250L);
    assertThat(millis.get(2)).isBetween(400L, 500L);
    assertThat(millis.subList(3, millis.size()))
        .hasSizeBetween(118, 150)
        .allSatisfy(s -> assertThat(s).isBetween(800L, 1000L));
  }

  @Test
  void gives_up_waiting_within_its_budget() {
    Imds imds = imds(withToken(a -> answer(404, "")));

    Failure failure = failure(() -> imds.getWaiting("/latest/meta-data/iam/x"));
    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_ABSENT);
    assertThat(failure.remedy()).contains("instance profile");
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofSeconds(118), Duration.ofMinutes(2));
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

    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_REFUSED);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.remedy())
        .as("runs as it stands on an instance, and says what holds elsewhere")
        .doesNotContainPattern("--instance-id [A-Z]")
        .contains("platform: none");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET);
  }

  @Test
  void waits_for_a_service_that_is_late() throws Exception {
    int port = Ports.free();
    try (LateServer late = new LateServer(port)) {
      Imds imds = new Imds(endpoint("http://127.0.0.1:" + port), Imds.DEFAULT_POLICY, late);

      assertThat(text(imds.userData())).isEqualTo("late");
      assertThat(late.waits()).isGreaterThanOrEqualTo(12);
    }
  }

  @Test
  void says_where_it_looked_when_nobody_is_there() throws Exception {
    Imds imds = new Imds(endpoint("http://127.0.0.1:" + Ports.free()), Imds.DEFAULT_POLICY, time);

    Failure failure = failure(imds::identity);
    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_UNREACHABLE);
    assertThat(failure.tried()).contains("127.0.0.1");
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofSeconds(118), Duration.ofSeconds(120));
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
  void asks_nobody_where_it_is_switched_off() {
    server = new ScriptedServer(a -> SILENCE);
    Map<String, String> environment =
        Map.of(
            "AWS_EC2_METADATA_DISABLED", "True", "AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url());

    assertThat(failure(new Imds(environment, Imds.DEFAULT_POLICY, time)::userData).code())
        .isEqualTo(Code.AWS_IMDS_DISABLED);
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
}
