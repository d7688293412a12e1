package dev.nodeready.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTPS_PROXY=http://user:hunter2@proxy:3128 | HTTPS_PROXY=http://user:***@proxy:3128",
        "HTTPS_PROXY=user:hunter2@proxy:3128 | HTTPS_PROXY=user:***@proxy:3128",
        "http_proxy: user:hunter2@proxy:3128 | http_proxy: user:***@proxy:3128",
        "AWS_SECRET_ACCESS_KEY=hunter22 | AWS_SECRET_ACCESS_KEY=***",
        "Authorization: Bearer hunter22 | Authorization: Bearer ***",
        "{\"password\": \"hunter22\"} | {\"password\": \"***\"}",
        "session token=hunter22, and more | session token=***, and more",
      })
  void a_secret_is_replaced_and_the_rest_stays(String text, String expected) {
    assertThat(Redaction.redact(text)).isEqualTo(expected);
  }

  @Test
  void ordinary_words_stay() {
    String text = "dial unix:///run/containerd/containerd.sock: connect: no such file or directory";
    assertThat(Redaction.redact(text)).isEqualTo(text);
    assertThat(Redaction.redact("spec.cluster.certificateAuthority: no certificate in PEM"))
        .isEqualTo("spec.cluster.certificateAuthority: no certificate in PEM");
    for (String line :
        new String[] {
          "JOIN_TOKEN_EXPIRED: tried to log in, but it does not take the bootstrap token",
          "JOIN_TOKEN_EXPIRED: nobody takes it",
          "AWS_ECR_EMPTY_TOKEN: tried to get a token, but there was none"
        }) {
      assertThat(Redaction.redact(line)).isEqualTo(line);
    }
    assertThat(Redaction.redact("HTTPS_PROXY=proxy:3128 for a@b"))
        .isEqualTo("HTTPS_PROXY=proxy:3128 for a@b");
    assertThat(Redaction.redact("pull http://10.0.0.1:5000/pause:3.9"))
        .contains("10.0.0.1:5000/pause:3.9");
  }
}
