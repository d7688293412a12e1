package dev.nodeready.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.rehearsal.PauseImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sandbox image that CRI does not find, judged on what containerd has and has said. */
class ImageCheckTest {
  private static final String ASKED = "failed to do request: Head \"https://r/v2/p/manifests/1\": ";

  @TempDir private Path folder;

  private static List<Finding> absent(String wanted, String stored, String... log) {
    Map<String, Map<String, String>> images = Map.of("k8s.io", Map.of(stored, "-"));
    List<LogLine> lines = List.of(log).stream().map(l -> new LogLine(Instant.EPOCH, l)).toList();
    return ImageCheck.absent(new ImageCheck.Store(wanted, images), lines);
  }

  @ParameterizedTest
  @CsvSource({
    "registry.k8s.io/pause:3.10, docker.io/library/pause:3.10",
    "registry.k8s.io/pause, registry.k8s.io/pause:3.10@sha256:0",
    "localhost/kubernetes/pause, localhost/kubernetes/pause@sha256:1111",
    "registry.k8s.io/pause:3.10@sha256:2222, registry.k8s.io/pause:3.10",
    "pause:3.10, registry.k8s.io/pause:3.10"
  })
  void one_that_is_stored_under_another_name_is_found(String wanted, String stored) {
    boolean same = !stored.contains("3.10@");

    assertThat(
            absent(wanted, stored).stream().anyMatch(f -> f.code() == Code.IMAGE_UNDER_OTHER_NAME))
        .isEqualTo(same);
  }

  @Test
  void another_image_is_no_other_name() {
    assertThat(absent("registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.9")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAGE_WRONG_PLATFORM | no match for platform in manifest: not found",
        "IMAGE_FORMAT_UNSUPPORTED | media type \"application/vnd.docker.distribution.manifest.v1+json\" is"
            + " no longer supported",
        "IMAGE_REGISTRY_PLAIN_HTTP | http: server gave HTTP response to HTTPS client",
        "IMAGE_TLS | tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "IMAGE_REGISTRY_UNKNOWN_HOST | dial tcp: lookup r on 10.0.0.2:53: no such host",
        "IMAGE_REGISTRY_UNREACHABLE | dial tcp 192.0.2.1:443: i/o timeout",
        "IMAGE_UNAUTHORIZED | unexpected status from HEAD request: 401 Unauthorized",
        "IMAGE_FORBIDDEN | unexpected status from HEAD request: 403 Forbidden",
        "IMAGE_DISK_FULL | write /var/lib/containerd/x: no space left on device"
      })
  void what_the_last_sandbox_met_is_sorted(Code code, String words) {
    List<Finding> found =
        absent(
            "r/p:1",
            "r/other:1",
            "level=error msg=\"RunPodSandbox failed, error\" error=\"failed to get sandbox image"
                + " \\\"r/p:1\\\": failed to pull image: "
                + ASKED
                + words
                + "\"");

    assertThat(found).singleElement().extracting(Finding::code).isEqualTo(code);
    Causes.proved(code, On.LOG, words, "the last pull of the sandbox image failed");
  }

  @Test
  void an_archive_for_another_machine_is_named_and_one_that_has_gone_is_not() throws Exception {
    Ill machine =
        new Ill(folder)
            .with(
                "/run/eks/nodeadm/config.json",
                "{\"spec\": {\"bootstrap\": {\"archives\": [\"/opt/other.tar\", \"/opt/none.tar\"]}}}");
    Files.createDirectories(machine.root().at("/opt"));
    String other = System.getProperty("os.arch").equals("aarch64") ? "amd64" : "aarch64";
    PauseImage image = PauseImage.forMachine(other, new byte[0]);
    Files.write(machine.root().at("/opt/other.tar"), image.archive("localhost/p:1"));

    List<Finding> found = machine.diagnosis(List.of(ArchiveCheck.check())).findings();

    assertThat(found)
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo(Code.IMAGE_ARCHIVE_BROKEN);
    assertThat(found.toString()).contains("/opt/other.tar");
    Causes.proved(
        Code.IMAGE_ARCHIVE_BROKEN,
        On.FILES,
        "an archive for another machine",
        found.getFirst().what());
  }
}
