package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsTokenTest extends ScriptedImds {
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
  void asks_by_version_1_in_the_same_attempt_where_the_token_never_comes() throws Exception {
    Imds imds = imds(a -> a.line().startsWith("PUT") ? SILENCE : answer(200, "data"));

    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(text(imds.userData())).isEqualTo("data");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET, DATA_GET);
    assertThat(server.asked().get(1).headers()).doesNotContainKey("x-aws-ec2-metadata-token");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void names_the_hop_limit_where_the_token_never_comes_and_is_wanted() {
    Imds imds = once(a -> a.line().startsWith("PUT") ? SILENCE : answer(401, ""));

    Failure failure = failure(imds::userData);
    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_UNREACHABLE);
    assertThat(failure.happened()).contains("within 500 ms", "401");
    assertThat(failure.remedy()).startsWith("raise the hop limit");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET);
  }

  @Test
  void names_what_may_swallow_answers_where_none_comes_at_all() {
    Imds imds = once(a -> SILENCE);

    Failure failure = failure(imds::userData);
    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_UNREACHABLE);
    assertThat(failure.happened()).contains("nor one without a token");
    assertThat(failure.remedy()).startsWith("look for what delays");
    assertThat(server.lines()).containsExactly(TOKEN_PUT, DATA_GET);
  }

  @Test
  void sends_no_token_that_could_carry_a_header() {
    Failure failure = failure(briefly(a -> answer(200, "A\r\nX-Evil: 1"))::userData);

    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_BAD_ANSWER);
    assertThat(server.lines()).containsOnly(TOKEN_PUT);
  }
}
