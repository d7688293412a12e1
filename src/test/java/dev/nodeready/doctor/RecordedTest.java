package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.net.ScriptedServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the last boot failed at, and what the metadata service says now. */
class RecordedTest {
  private static final String BOOT = "/proc/sys/kernel/random/boot_id";

  @TempDir private Path folder;

  private Ill booted(String bootId, String state, String code) throws Exception {
    return new Ill(folder)
        .with(BOOT, "b1\n")
        .with(
            "/run/nodeready/status.json",
            """
            {"schema": 1, "bootId": "%s", "state": "%s", "updatedAt": "2026-01-01T00:00:00.000Z",
             "failure": {"code": "%s", "tried": "try", "happened": "it failed", "remedy": "mend it"}}
            """
                .formatted(bootId, state, code));
  }

  private static List<Finding> look(Ill machine) throws InterruptedException {
    return machine.diagnosis(List.of(LastBootCheck.check())).findings();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {
        "AWS_PERMISSION_DENIED",
        "AWS_ENDPOINT_UNREACHABLE",
        "AWS_THROTTLED",
        "AWS_CREDENTIALS_ABSENT",
        "AWS_IMDS_NO_IPV4",
        "AWS_ECR_EMPTY_TOKEN",
        "CONFIG_FIELD_MISSING"
      })
  void the_failure_of_this_boot_is_told_as_likely(Code code) throws Exception {
    assertThat(look(booted("b1", "failed", code.name())))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.confidence()).isEqualTo(Confidence.LIKELY);
          assertThat(finding.weight()).isEqualTo(Finding.Weight.FAILURE);
          assertThat(finding.evidence().toString()).contains("2026-01-01");
        });
    Causes.proved(code, On.FILES, "the status file of a boot that failed so", code.meaning());
  }

  @Test
  void what_an_earlier_start_of_the_machine_failed_at_accuses_nobody() throws Exception {
    assertThat(look(booted("b0", "failed", "CRI_SILENT"))).isEmpty();
  }

  @Test
  void a_boot_that_was_stopped_says_nothing_of_the_machine() throws Exception {
    assertThat(look(booted("b1", "stopped", "BOOT_STOPPED"))).isEmpty();
  }

  private Ill instance(ScriptedServer server) {
    return new Ill(folder).having("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url());
  }

  private static Code metadata(Ill machine) throws InterruptedException {
    Finding found = machine.diagnosis(List.of(MetadataCheck.check())).findings().getFirst();
    Causes.proved(
        found.code(),
        On.CLOUD,
        "a scripted metadata service",
        found.what().replaceAll(":\\d{4,5}", ""));
    return found.code();
  }

  @Test
  void an_instance_without_a_role_is_told() throws Exception {
    String identity =
        "{\"instanceId\":\"i-1\",\"region\":\"eu-west-1\",\"instanceType\":\"m5.large\",\"availabilityZone\":\"eu-west-1a\"}";
    try (ScriptedServer server =
        new ScriptedServer(asked ->
            asked.line().contains("/api/token")
                ? ScriptedServer.answer(
                    200, "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 300\r\n", "TOKEN")
                : asked.line().contains("identity")
                    ? ScriptedServer.answer(200, "", identity)
                    : ScriptedServer.answer(404, "", ""))) {
      assertThat(metadata(instance(server))).isEqualTo(Code.AWS_IMDS_ABSENT);
    }
  }

  @Test
  void a_metadata_service_that_refuses_is_told() throws Exception {
    try (ScriptedServer server = new ScriptedServer(asked -> ScriptedServer.answer(403, "", ""))) {
      assertThat(metadata(instance(server))).isEqualTo(Code.AWS_IMDS_REFUSED);
    }
  }

  @Test
  void a_metadata_service_that_is_away_is_told_and_asked_for_on_no_other_machine()
      throws Exception {
    ScriptedServer server = new ScriptedServer(asked -> ScriptedServer.SILENCE);
    server.close();

    assertThat(metadata(instance(server))).isEqualTo(Code.AWS_IMDS_UNREACHABLE);
    assertThat(new Ill(folder).diagnosis(List.of(MetadataCheck.check())).notLookedAt())
        .singleElement()
        .asString()
        .contains("firmware");
  }
}
