package dev.nodeready.aws;

import static dev.nodeready.aws.Fakes.failure;
import static dev.nodeready.aws.Fakes.instance;
import static dev.nodeready.net.ScriptedServer.SILENCE;
import static dev.nodeready.net.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.net.ScriptedServer.Asked;
import dev.nodeready.retry.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final String ROLES = "GET /latest/meta-data/iam/security-credentials/";

  private static final List<String> TOLD_TO_THE_SDK =
      List.of(
          "aws.sharedCredentialsFile",
          "aws.configFile",
          "aws.profile",
          "aws.region",
          "aws.webIdentityTokenFile",
          "aws.roleArn");

  private final ManualTime time = new ManualTime();
  private final AtomicInteger roleAsked = new AtomicInteger();
  private String document =
      """
      {"Code":"Success","AccessKeyId":"AKIDROLE","SecretAccessKey":"s","Token":"t"}\
      """;
  private ScriptedServer imds = new ScriptedServer(a -> SILENCE);
  private ScriptedServer ec2 = new ScriptedServer(a -> SILENCE);

  @BeforeEach
  void start() {
    imds = new ScriptedServer(this::metadata);
    ec2 = new ScriptedServer(a -> answer(200, instance("a.internal")));
  }

  @AfterEach
  void stop() throws IOException {
    imds.close();
    ec2.close();
    for (String property : TOLD_TO_THE_SDK) {
      System.clearProperty(property);
    }
  }

  @Test
  void waits_for_the_role_of_the_instance() throws Exception {
    assertThat(client(Map.of()).privateDnsName("i-0abc")).isEqualTo("a.internal");

    assertThat(imds.lines()).filteredOn(ROLES::equals).hasSize(3);
    Asked asked = ec2.asked().getFirst();
    assertThat(asked.header("authorization")).contains("AKIDROLE/");
    assertThat(asked.header("x-amz-security-token")).isEqualTo("t");
  }

  @Test
  void takes_the_region_of_the_instance_unless_the_environment_has_one() throws Exception {
    client(Map.of()).privateDnsName("i-0abc");
    client(Map.of("AWS_REGION", "eu-north-1")).privateDnsName("i-0abc");

    assertThat(ec2.asked().get(0).header("authorization")).contains("/us-west-2/ec2/");
    assertThat(ec2.asked().get(1).header("authorization")).contains("/eu-north-1/ec2/");
  }

  @Test
  void names_the_role_that_lacks_an_action() throws Exception {
    ec2.close();
    ec2 = new ScriptedServer(a -> answer(403, Fakes.error("UnauthorizedOperation")));

    Failure failure = failure(() -> client(Map.of()).privateDnsName("i-0abc"));
    assertThat(failure.toLine())
        .contains(
            "ec2:DescribeInstances in us-west-2 as role node-role",
            "allow ec2:DescribeInstances to role node-role");
    assertThat(ec2.asked()).hasSize(1);
  }

  @Test
  void says_when_the_role_cannot_be_assumed() {
    document = "{\"Code\":\"AssumeRoleUnauthorizedAccess\"}";

    assertThat(failure(() -> client(Map.of()).privateDnsName("i-0abc")))
        .satisfies(f -> {
          assertThat(f.code()).isEqualTo(Code.AWS_CREDENTIALS_ABSENT);
          assertThat(f.happened()).contains("AssumeRoleUnauthorizedAccess");
          assertThat(f.remedy()).contains("trust policy");
        });
  }

  @Test
  void reads_profiles_as_the_sdk_does(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("credentials");
    Files.writeString(file, "[node]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s\n");

    client(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString(), "AWS_PROFILE", "node"))
        .privateDnsName("i-0abc");
    assertThat(ec2.asked().getFirst().header("authorization")).contains("AKIDFILE/");
  }

  @Test
  void takes_the_region_of_the_profile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(file, "[profile node]\nregion = ap-south-1\n");

    client(Map.of("AWS_CONFIG_FILE", file.toString(), "AWS_PROFILE", "node"))
        .privateDnsName("i-0abc");
    assertThat(ec2.asked().getFirst().header("authorization"))
        .contains("AKIDROLE/", "/ap-south-1/ec2/");
  }

  @Test
  void runs_the_credential_process_of_a_profile(@TempDir Path folder) throws Exception {
    Path answer = folder.resolve("answer");
    Files.writeString(
        answer, "{\"Version\":1,\"AccessKeyId\":\"AKIDPROCESS\",\"SecretAccessKey\":\"s\"}");
    Path file = folder.resolve("config");
    Files.writeString(file, "[profile node]\ncredential_process = cat " + answer + "\n");

    client(Map.of("AWS_CONFIG_FILE", file.toString(), "AWS_PROFILE", "node"))
        .privateDnsName("i-0abc");
    assertThat(ec2.asked().getFirst().header("authorization")).contains("AKIDPROCESS/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = base",
        "role_arn = arn:aws:iam::111122223333:role/r\nweb_identity_token_file = /token",
        "sso_start_url = https://sso.test\nsso_region = a\nsso_account_id = 1\nsso_role_name = r",
      })
  void says_which_profiles_it_does_not_support(String settings, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("config");
    Files.writeString(
        file,
        "[profile base]\naws_access_key_id = a\naws_secret_access_key = s\n[profile node]\n"
            + settings
            + "\n");

    assertUnsupported(Map.of("AWS_CONFIG_FILE", file.toString(), "AWS_PROFILE", "node"));
  }

  @Test
  void says_that_it_does_not_support_web_identities() {
    assertUnsupported(
        Map.of(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "/token",
            "AWS_ROLE_ARN",
            "arn:aws:iam::111122223333:role/r"));
  }

  private void assertUnsupported(Map<String, String> environment) {
    Failure failure = failure(() -> client(environment).privateDnsName("i-0abc"));

    assertThat(failure.code()).isEqualTo(Code.AWS_CREDENTIALS_UNSUPPORTED);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.happened()).contains("not supported");
    assertThat(ec2.asked()).isEmpty();
  }

  private String metadata(Asked asked) {
    String path = asked.line().replace(" HTTP/1.1", "");
    if (path.startsWith("PUT")) {
      return answer(200, "TOKEN");
    }
    if (path.equals(ROLES)) {
      return roleAsked.incrementAndGet() < 3 ? answer(404, "") : answer(200, "node-role");
    }
    if (path.startsWith(ROLES)) {
      return answer(200, document);
    }
    return answer(
        200,
        """
        {"instanceId":"i-0abc","region":"us-west-2","instanceType":"a","availabilityZone":"b"}\
        """);
  }

  private Ec2 client(Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url());
    environment.put("AWS_ENDPOINT_URL_EC2", ec2.url());
    return new Ec2(
        environment, new Imds(environment, Imds.DEFAULT_POLICY, time), Ec2.DEFAULT_POLICY, time);
  }
}
