package dev.nodeready.aws;

import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsAnswersTest extends ScriptedImds {
  private static final String DOCUMENT =
      """
      {"accountId":"111122223333","instanceId":"i-0abc","region":"eu-west-1",
       "instanceType":"m5.large","availabilityZone":"eu-west-1a","devpayProductCodes":null}\
      """;

  @Test
  void takes_404_on_user_data_for_none() throws Exception {
    assertThat(imds(withToken(a -> answer(404, "no"))).userData()).isNull();
    assertThat(server.lines()).hasSize(2);
  }

  /** Seen: it was taken for a configuration that lacks all fields, and the boot ended by that. */
  @ParameterizedTest
  @ValueSource(strings = {"<html><body>Sign in</body></html>", "\n<!DOCTYPE HTML>\n<html>"})
  void a_web_page_in_the_place_of_user_data_is_asked_for_again(String page) throws Exception {
    Imds imds =
        imds(withToken(a -> answer(200, calls.incrementAndGet() == 1 ? page : "user-data")));
    assertThat(text(imds.userData())).isEqualTo("user-data");

    Imds always = briefly(withToken(a -> answer(200, page)));
    assertThat(failure(always::userData).code()).isEqualTo(Code.AWS_IMDS_BAD_ANSWER);
    assertThat(failure(always::userData).happened()).contains("that is a web page");
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
        .isEqualTo(new Imds.Identity("i-0abc", "eu-west-1", "m5.large", "eu-west-1a", ""));
  }

  @Test
  void an_instance_type_that_is_empty_once_is_asked_for_again() throws Exception {
    String empty = DOCUMENT.replace("m5.large", "");
    Imds imds = imds(withToken(a -> answer(200, calls.incrementAndGet() < 3 ? empty : DOCUMENT)));

    assertThat(imds.identity().type()).isEqualTo("m5.large");
    assertThat(calls).hasValue(3);
  }

  @Test
  void an_instance_type_that_stays_empty_is_made_up_by_nobody() {
    String empty = DOCUMENT.replace("m5.large", "");
    Failure failure = failure(imds(withToken(a -> answer(200, empty)))::identity);

    assertThat(failure.happened())
        .matches(
            "the identity document has no instanceType"
                + " \\(1\\d\\d attempts in 11\\d s; too little time is left for another\\)");
    assertThat(Duration.ofNanos(time.nanos())).isLessThanOrEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"instanceId\":\"i-1\"", "{\"instanceId\":\"i-1\"}", "<html>"})
  void takes_no_broken_identity_document(String document) {
    Failure failure = failure(briefly(withToken(a -> answer(200, document)))::identity);

    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_BAD_ANSWER);
  }

  @ParameterizedTest
  @CsvSource({
    "i-0abc, i-0/../x, instanceId",
    "eu-west-1, eu.example/, region",
    "m5.large, 'm5 large', instanceType",
    "eu-west-1a, 'a\",\"b', availabilityZone",
    "eu-west-1a, AZ, availabilityZone",
  })
  void takes_no_identity_with_characters_that_have_no_place_in_it(
      String good, String bad, String field) {
    String document = DOCUMENT.replace('"' + good + '"', '"' + bad.replace("\"", "\\\"") + '"');
    Failure failure = failure(once(withToken(a -> answer(200, document)))::identity);

    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_BAD_ANSWER);
    assertThat(failure.happened()).contains("the identity document's " + field, bad);
  }

  @Test
  void takes_no_identity_without_bounds() {
    String document = DOCUMENT.replace("i-0abc", "i-" + "0".repeat(1000));
    Failure failure = failure(once(withToken(a -> answer(200, document)))::identity);

    assertThat(failure.happened()).contains("instanceId").hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0", "--node-ip", "2001:db8::1", "10.0.0.1,10.0.0.2"})
  void takes_nothing_else_for_an_address(String address) {
    Failure failure = failure(once(withToken(a -> answer(200, address)))::localIpv4);

    assertThat(failure.code()).isEqualTo(Code.AWS_IMDS_BAD_ANSWER);
    assertThat(failure.happened()).contains(address);
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

    assertThat(failure(imds::localIpv4).code()).isEqualTo(Code.AWS_IMDS_NO_IPV4);
    assertThat(failure(() -> imds.firstIpv6("0e:49:61:0f:c3:11")).code())
        .isEqualTo(Code.AWS_IMDS_NO_IPV6);
  }

  private static String chunked(String... chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String.join("", chunks);
  }
}
