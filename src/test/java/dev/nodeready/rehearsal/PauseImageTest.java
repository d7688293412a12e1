package dev.nodeready.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.Needs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseImageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void the_program_waits_for_its_signal_and_exits_well(String signal) throws Exception {
    Needs.that(
        List.of("amd64", "aarch64").contains(System.getProperty("os.arch")),
        "the program is made for two machine types, and this is another");
    Path program = folder.resolve("pause");
    Files.write(program, PauseProgram.forMachine(System.getProperty("os.arch")).file());
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Process process = new ProcessBuilder(program.toString()).start();
    try {
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "arm64"})
  void the_program_is_tiny_and_always_the_same(String machine) {
    byte[] file = PauseProgram.forMachine(machine).file();
    assertThat(file).hasSizeLessThan(300).startsWith(0x7f, 'E', 'L', 'F');
    assertThat(PauseProgram.forMachine(machine).file()).isEqualTo(file);
  }

  @Test
  void other_machines_are_refused() {
    assertThatThrownBy(() -> PauseImage.forMachine("riscv64", new byte[0]))
        .hasMessageContaining("riscv64");
  }

  @Test
  void a_tar_is_one_that_tar_reads() throws Exception {
    Path tar = folder.resolve("image.tar");
    Files.write(tar, PauseImage.forMachine("amd64", new byte[700]).archive("r.io/p:1"));
    Process list =
        new ProcessBuilder("tar", "tf", tar.toString()).redirectErrorStream(true).start();
    String names = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(list.waitFor()).as(names).isZero();
    assertThat(names.lines()).hasSize(5).contains("oci-layout", "index.json");
  }

  @Test
  void the_registry_serves_what_was_put_in_and_nothing_else() throws Exception {
    PauseImage image = PauseImage.forMachine("amd64", new byte[0]);
    try (var registry = TinyRegistry.start();
        var client = HttpClient.newHttpClient()) {
      assertThat(registry.put("a/b", "1", image)).isEqualTo(registry.host() + "/a/b:1");
      String base = "http://" + registry.host() + "/v2/a/b/";
      assertThat(get(client, base + "manifests/1").body()).isEqualTo(image.manifest());
      assertThat(get(client, base + "manifests/" + PauseImage.digest(image.manifest())).body())
          .isEqualTo(image.manifest());
      assertThat(get(client, base + "blobs/" + PauseImage.digest(image.layer())).body())
          .isEqualTo(image.layer());
      assertThat(get(client, base + "manifests/2").statusCode()).isEqualTo(404);
      assertThat(get(client, base + "blobs/sha256:00").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<byte[]> get(HttpClient client, String uri) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
