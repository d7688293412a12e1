package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamesTest {
  @ParameterizedTest
  @CsvSource({
    "pause:3, docker.io/library/pause:3",
    "rancher/mirrored-pause:3.6, docker.io/rancher/mirrored-pause:3.6",
    "registry.k8s.io/pause:3.10, registry.k8s.io/pause:3.10",
    "localhost/kubernetes/pause, localhost/kubernetes/pause:latest",
    "localhost:5000/pause, localhost:5000/pause:latest",
    "r.io/p@sha256:00, r.io/p@sha256:00"
  })
  void short_names_have_full_ones(String name, String full) {
    assertThat(ImageReference.full(name)).isEqualTo(full);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost/pause:3, true",
    "localhost:5000/pause:3, false",
    "localhostess/pause:3, false"
  })
  void only_localhost_without_a_port_is_local(String name, boolean local) {
    assertThat(ImageReference.isLocal(name)).isEqualTo(local);
  }

  @Test
  void the_only_new_name_is_the_one() {
    assertThat(ImportedName.choose(Set.of("a/x:1"), Set.of("a/x:1", "b/y:2", "sha256:00"), "c/z:3"))
        .isEqualTo("b/y:2");
  }

  @Test
  void among_several_new_names_the_same_tag_is_the_one() {
    assertThat(ImportedName.choose(Set.of(), Set.of("b/y:2", "b/z:3"), "c/z:3")).isEqualTo("b/z:3");
  }

  @Test
  void an_image_that_was_there_before_under_another_registry_is_the_one() {
    assertThat(ImportedName.choose(Set.of("b/z:3"), Set.of("b/z:3"), "c/z:3")).isEqualTo("b/z:3");
  }

  @Test
  void names_that_cannot_be_told_apart_are_a_failure() {
    assertThatThrownBy(() -> ImportedName.choose(Set.of(), Set.of("b/x:1", "b/y:2"), "c/z:3"))
        .hasMessageContaining("IMAGE_ARCHIVE_NAMES");
  }

  @ParameterizedTest
  @CsvSource({
    "'429 Too Many Requests, Retry-After: 30', 30000",
    "toomanyrequests: retry after 2 minutes, 120000",
    "'rate exceeded, try again in 250ms', 250",
    "try again in 7s, 7000",
    "retry-after: soon, 0",
    "nothing of the kind, 0"
  })
  void a_pause_that_is_asked_for_is_understood(String text, long millis) {
    assertThat(RetryAfter.in(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void ctr_is_called_in_the_namespace_of_cri() {
    CtrWords words = new CtrWords("ctr", CriEndpoint.parse("unix:///run/c.sock"));
    assertThat(
            String.join(
                " ",
                words.importArchive(
                    Path.of("/a.tar"), "soci", "--local --discard-unpacked-layers")))
        .isEqualTo(
            "ctr -a /run/c.sock -n k8s.io images import --snapshotter soci"
                + " --discard-unpacked-layers=false --local /a.tar");
    assertThat(String.join(" ", words.importArchive(Path.of("/a.tar"), "", "")))
        .isEqualTo("ctr -a /run/c.sock -n k8s.io images import /a.tar");
    assertThat(String.join(" ", words.exportArchive(Path.of("/a.tar"), "r/p:1", "--local")))
        .isEqualTo("ctr -a /run/c.sock -n k8s.io images export --local /a.tar r/p:1");
    assertThat(String.join(" ", words.exportArchive(Path.of("/a.tar"), "r/p:1", "")))
        .isEqualTo("ctr -a /run/c.sock -n k8s.io images export /a.tar r/p:1");
    assertThat(String.join(" ", words.pin("r/p:1")))
        .isEqualTo(
            "ctr -a /run/c.sock -n k8s.io images label r/p:1 io.cri-containerd.pinned=pinned");
  }

  @Test
  void progress_is_what_arrives_in_the_content_store(@TempDir Path root) throws Exception {
    ContentIngest ingest = new ContentIngest(root);
    assertThat(ingest.mark()).isZero();
    Path store = root.resolve("io.containerd.content.v1.content");
    Path one = Files.createDirectories(store.resolve("ingest/one"));
    Path blobs = Files.createDirectories(store.resolve("blobs/sha256"));
    assertThat(ingest.mark()).isZero();
    Files.write(one.resolve("data"), new byte[10]);
    assertThat(ingest.mark()).isEqualTo(10);
    Files.createFile(blobs.resolve("done"));
    assertThat(ingest.mark()).isGreaterThan(1 << 20);
  }
}
