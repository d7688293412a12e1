package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.environment;
import static dev.nodeready.aws.Fakes.failure;
import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.aws.EcrCredentials.Plugin;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrCredentialsTest {
  private static final String HOST = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
  private static final String IMAGE = HOST + "/eks/pause:3.10";
  private static final Plugin ABSENT = request -> Optional.empty();

  private final ManualTime time = new ManualTime();
  private ScriptedServer server = new ScriptedServer(a -> SILENCE);

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1.dkr.ecr.eu-west-1.amazonaws.com/a, true",
    "1.dkr.ecr.cn-north-1.amazonaws.com.cn/a, true",
    "1.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a, true",
    "1.dkr-ecr.eu-west-1.on.aws/a, true",
    "1.dkr-ecr-fips.us-east-1.on.aws/a, true",
    "1.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a, true",
    "1.dkr.ecr.us-iso-east-1.c2s.ic.gov/a, true",
    "1.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/a, true",
    "1.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk/a, true",
    "1.dkr.ecr.us-isof-south-1.csp.hci.ic.gov/a, true",
    "1.dkr.ecr.eusc-de-east-1.amazonaws.eu/a, true",
    "public.ecr.aws/eks/pause:1, true",
    "ecr-public.aws.com/a, true",
    "1.dkr.ecr.eu-west-1.amazonaws.com:443/a, false",
    "1.dkr.ecr.eu-west-1.amazonaws.com.evil.test/a, false",
    "1.dkr.ecr.amazonaws.com/a, false",
    "1.dkr.ecr-fips.cn-north-1.amazonaws.com.cn/a, false",
    "a.public.ecr.aws/a, false",
    "public.ecr.aws, false",
    "localhost/kubernetes/pause, false",
    "docker.io/1.dkr.ecr.eu-west-1.amazonaws.com/a, false",
  })
  void knows_ecr_as_kubelet_does(String image, boolean known) {
    assertThat(EcrRegistry.of(image).isPresent()).isEqualTo(known);
  }

  @Test
  void asks_the_plugin_of_kubelet_first() throws Exception {
    List<String> requests = new ArrayList<>();
    Plugin plugin =
        request -> {
          requests.add(request);
          return Optional.of(response(HOST, "AWS", "secret-token"));
        };

    Optional<RegistryCredentials> found = with(plugin).forImage(IMAGE);
    assertThat(found).contains(new RegistryCredentials("AWS", "secret-token"));
    assertThat(found.toString()).doesNotContain("secret-token");
    assertThat(requests)
        .containsExactly(
            """
            {"kind":"CredentialProviderRequest",\
            "apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "image":"%s"}\
            """
                .formatted(IMAGE));
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void asks_nobody_for_images_elsewhere() throws Exception {
    Plugin plugin =
        request -> {
          throw new AssertionError("asked");
        };

    assertThat(with(plugin).forImage("docker.io/library/busybox")).isEmpty();
  }

  @Test
  void never_hands_on_an_empty_token_of_the_plugin() {
    Plugin plugin = request -> Optional.of(response(HOST, "AWS", ""));

    Failure failure = failure(() -> with(plugin).forImage(IMAGE));
    assertThat(failure.code()).isEqualTo(Code.AWS_ECR_EMPTY_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "{\"kind\":\"CredentialProviderResponse\",\"apiVersion\":\"credentialprovider.kubelet.k8s.io/v1beta1\"}",
        "{\"password\":\"secret-token\",}"
      })
  void takes_no_answer_that_kubelet_would_not_take(String answer) {
    Failure failure = failure(() -> with(request -> Optional.of(answer)).forImage(IMAGE));

    assertThat(failure.code()).isEqualTo(Code.AWS_ECR_PLUGIN_ANSWER);
    assertThat(failure.toLine()).doesNotContain("secret-token");
  }

  @ParameterizedTest
  @CsvSource({
    "*.dkr.ecr.*.amazonaws.com, true",
    "https://111122223333.dkr.ecr.eu-central-1.amazonaws.com, true",
    "1111*.dkr.ecr.eu-*-1.amazonaws.com/eks, true",
    "*.dkr.ecr.*.amazonaws.com/other, false",
    "*.amazonaws.com, false",
    "*.dkr.ecr.*.amazonaws.com:443, false",
  })
  void matches_the_plugins_patterns(String pattern, boolean fits) {
    assertThat(ImagePattern.matches(pattern, IMAGE)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "a*b*c, abbc, true",
    "a*b*c, acb, false",
    "a*a, a, false",
    "**, x, true",
    "*a*, b, false"
  })
  void each_star_stands_for_any_part_of_a_label(String pattern, String label, boolean fits) {
    assertThat(ImagePattern.matches(pattern, label)).isEqualTo(fits);
  }

  @Test
  @Timeout(20)
  void a_pattern_of_many_stars_takes_no_long_time() {
    assertThat(ImagePattern.matches("*a".repeat(200) + "b", "a".repeat(5000))).isFalse();
  }

  @Test
  void asks_the_api_where_no_plugin_is_installed() throws Exception {
    server =
        new ScriptedServer(a ->
            answer(
                200,
                "{\"authorizationData\":[{\"authorizationToken\":\"%s\",\"expiresAt\":1.7E9}]}"
                    .formatted(base64("AWS:pass:word"))));

    assertThat(with(ABSENT).forImage(IMAGE)).contains(new RegistryCredentials("AWS", "pass:word"));
    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked().getFirst().header("x-amz-target"))
        .isEqualTo("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");
    assertThat(server.asked().getFirst().header("authorization"))
        .contains("/eu-central-1/ecr/aws4_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "QVdTOg==", "Og==", "%%%"})
  void takes_no_empty_token_of_the_api(String token) {
    server =
        new ScriptedServer(a ->
            answer(200, "{\"authorizationData\":[{\"authorizationToken\":\"" + token + "\"}]}"));

    Failure failure = failure(() -> with(ABSENT).forImage(IMAGE));
    assertThat(failure.code()).isIn(Code.AWS_ECR_EMPTY_TOKEN, Code.AWS_API_BAD_ANSWER);
    Causes.proved(
        failure.code(), On.CLOUD, "ECR gives the token '" + token + "'", failure.happened());
  }

  @Test
  void names_the_action_that_the_role_lacks() {
    server =
        new ScriptedServer(a ->
            answer(
                400, "{\"__type\":\"com.amazon#AccessDeniedException\",\"message\":\"not you\"}"));

    Failure failure = failure(() -> with(ABSENT).forImage(IMAGE));
    assertThat(failure.code()).isEqualTo(Code.AWS_PERMISSION_DENIED);
    assertThat(failure.tried()).contains("ecr:GetAuthorizationToken in eu-central-1");
    assertThat(failure.happened()).contains("AccessDeniedException: not you");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pulls_namelessly_from_the_public_registry_where_it_must() throws Exception {
    server = new ScriptedServer(a -> answer(400, "{\"__type\":\"AccessDeniedException\"}"));

    assertThat(with(ABSENT).forImage("public.ecr.aws/eks/pause:3")).isEmpty();
    assertThat(server.asked().getFirst().header("x-amz-target"))
        .isEqualTo("SpencerFrontendService.GetAuthorizationToken");
    assertThat(server.asked().getFirst().header("authorization"))
        .contains("/us-east-1/ecr-public/aws4_request");
  }

  private EcrCredentials with(Plugin plugin) {
    Map<String, String> environment =
        environment("AWS_ENDPOINT_URL", server.url(), "AWS_EC2_METADATA_DISABLED", "true");
    Imds imds = new Imds(environment, Imds.DEFAULT_POLICY, time);
    return new EcrCredentials(
        plugin,
        new Ecr(environment, imds, Ec2.DEFAULT_POLICY.withBudget(Duration.ofSeconds(5)), time));
  }

  private static String response(String host, String username, String password) {
    return """
    {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",
     "cacheKeyType":"Registry","cacheDuration":"6h0m0s",
     "auth":{"%s":{"username":"%s","password":"%s"}}}\
    """
        .formatted(host, username, password);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
