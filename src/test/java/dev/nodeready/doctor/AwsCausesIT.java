package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Ports;
import dev.nodeready.SmallConfig;
import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.net.ScriptedServer;
import dev.nodeready.network.MetadataServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program boots beside a metadata service and an EC2 that answer as the real ones do, in each
 * way that keeps an instance from its name: it names why while it still waits, and so does the
 * doctor afterwards.
 */
@Execution(ExecutionMode.CONCURRENT)
class AwsCausesIT {
  private static final String ROLE = "/latest/meta-data/iam/security-credentials/";

  @TempDir private Path folder;

  private static String error(String word) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <Response><Errors><Error><Code>%s</Code><Message>as EC2 says it</Message></Error></Errors>\
    <RequestID>4f1b</RequestID></Response>
    """
        .formatted(word);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_PERMISSION_DENIED, 403, UnauthorizedOperation",
    "AWS_THROTTLED, 503, RequestLimitExceeded",
    "AWS_CREDENTIALS_EXPIRED, 400, RequestExpired",
    "AWS_CREDENTIALS_INVALID, 401, AuthFailure",
    "AWS_EC2_INSTANCE_UNKNOWN, 400, InvalidInstanceID.NotFound",
    "AWS_API_UNAVAILABLE, 500, InternalError",
  })
  void what_ec2_answers_is_named(Code code, int status, String word) throws Exception {
    String answer = ScriptedServer.answer(status, error(word));
    try (MetadataServer metadata = MetadataServer.start();
        ScriptedServer ec2 = new ScriptedServer(_ -> answer)) {
      boots(code, metadata, Map.of("AWS_ENDPOINT_URL_EC2", ec2.url()), status + " " + word);
    }
  }

  @Test
  void an_ec2_that_cannot_be_reached_is_named() throws Exception {
    try (MetadataServer metadata = MetadataServer.start()) {
      String nobody = "https://127.0.0.1:" + Ports.free();
      Map<String, String> environment = Map.of("AWS_ENDPOINT_URL_EC2", nobody);
      boots(Code.AWS_ENDPOINT_UNREACHABLE, metadata, environment, "nobody listens for EC2");
    }
  }

  @Test
  void a_role_that_is_not_attached_is_named() throws Exception {
    try (MetadataServer metadata = MetadataServer.start()) {
      metadata.remove(ROLE);
      boots(Code.AWS_IMDS_ABSENT, metadata, Map.of(), "no role is attached");
    }
  }

  @Test
  void a_role_that_gives_no_credentials_is_named() throws Exception {
    try (MetadataServer metadata = MetadataServer.start()) {
      metadata.put(ROLE + "role", "{\"Code\": \"AssumeRoleUnauthorizedAccess\"}");
      boots(Code.AWS_CREDENTIALS_ABSENT, metadata, Map.of(), "AssumeRoleUnauthorizedAccess");
    }
  }

  @Test
  void an_instance_with_ipv6_alone_in_a_cluster_of_ipv4_is_named() throws Exception {
    try (MetadataServer metadata = MetadataServer.start()) {
      metadata.remove("/latest/meta-data/local-ipv4");
      boots(Code.AWS_IMDS_NO_IPV4, metadata, Map.of(), "no local-ipv4");
    }
  }

  @Test
  void a_metadata_service_that_is_switched_off_is_named() throws Exception {
    try (MetadataServer metadata = MetadataServer.start();
        ScriptedServer off = new ScriptedServer(_ -> ScriptedServer.answer(403, ""))) {
      Map<String, String> environment = Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", off.url());
      boots(Code.AWS_IMDS_REFUSED, metadata, environment, "the metadata service answers 403");
    }
  }

  /** Its answers are lost on the way back, while whoever asks without a token is answered. */
  @Test
  void a_token_that_never_arrives_is_named_with_the_hop_limit() throws Exception {
    try (MetadataServer metadata = MetadataServer.start();
        ScriptedServer hops =
            new ScriptedServer(asked ->
                asked.line().startsWith("PUT")
                    ? ScriptedServer.SILENCE
                    : ScriptedServer.answer(401, ""))) {
      Map<String, String> environment = Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", hops.url());
      Finding found =
          boots(Code.AWS_IMDS_UNREACHABLE, metadata, environment, "a token never arrives");
      assertThat(found.remedy()).contains("hop limit");
    }
  }

  /** Runs a boot as far as the name of the instance; what the doctor finds of it. */
  private Finding boots(
      Code code, MetadataServer metadata, Map<String, String> environment, String how)
      throws Exception {
    Ill machine = new Ill(folder).with("/node.yaml", SmallConfig.TEXT);
    machine.with("/etc/eks/containerd-version.txt", "2.2.3");
    machine.with("/etc/eks/kubelet-version.txt", "1.34.1");
    Map<String, String> all = new HashMap<>(metadata.environment());
    all.putAll(environment);
    Distribution.Ended ended =
        Distribution.start(
                all,
                "init",
                "--root",
                folder.toString(),
                "--supervisor",
                "none",
                "--budget",
                "2s",
                "--config-source",
                "file://" + folder.resolve("node.yaml"),
                "--only",
                "resolve,configure")
            .await();
    assertThat(ended.err()).contains("verdict: failed, " + code + ": tried to ");

    List<Finding> found = machine.diagnosis(List.of(LastBootCheck.check())).findings();
    assertThat(found).singleElement().extracting(Finding::code).isEqualTo(code);
    Path first = folder.resolve("var/lib/nodeready/boots/000001.jsonl");
    Duration took = new Named(Files.readAllLines(first)).sinceItBegan(code);
    Named.inTime(code, On.CLOUD, how, took, found.getFirst().what());
    return found.getFirst();
  }
}
