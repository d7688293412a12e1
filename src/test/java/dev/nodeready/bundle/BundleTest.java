package dev.nodeready.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Time;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BundleTest {
  @TempDir private Path folder;

  @Test
  void twenty_kinds_of_planted_secrets_leave_no_trace_in_any_file_and_names_stay()
      throws Exception {
    String all = String.join("\n", SecretsTest.PLANTED.keySet()) + "\n";
    String[] places = {
      "/run/nodeready/status.json",
      "/var/lib/nodeready/boots/000001.jsonl",
      "/etc/eks/nodeadm.d/10-node.yaml",
      "/etc/eks/kubelet/environment",
      "/etc/nodeready/environment",
      "/var/lib/cloud/instance/user-data.txt",
      "/etc/containerd/config.toml",
      "/etc/containerd/certs.d/r.io/hosts.toml",
      "/var/lib/kubelet/kubeconfig",
      "/etc/systemd/system/kubelet.service.d/10.conf",
      "/etc/resolv.conf"
    };
    for (String place : places) {
      write(place, "name: quay\n" + all);
    }

    Map<String, String> bundle = bundle(Map.of("status.txt", () -> all));

    assertThat(bundle).containsKey("status.txt");
    for (String place : places) {
      assertThat(bundle.get("files" + place)).as(place).contains("name: quay", "***");
    }
    for (String secret : SecretsTest.PLANTED.values()) {
      bundle.forEach((name, text) -> assertThat(text).as(name).doesNotContain(secret));
    }
  }

  @Test
  void of_a_machine_that_never_joined_there_is_what_there_is_and_the_rest_is_named()
      throws Exception {
    write("/etc/os-release", "ID=al2023\n");

    Map<String, String> bundle = bundle(Map.of());

    assertThat(bundle).containsOnlyKeys("files/etc/os-release", Bundle.LIST);
    assertThat(bundle.get(Bundle.LIST))
        .contains("files/etc/os-release", "files/var/lib/kubelet/kubeconfig: there is none")
        .contains("journal/kubelet.log: programs are not asked below another root");
  }

  @Test
  void what_is_no_text_might_hide_a_secret_and_is_left_out() throws Exception {
    Path file = folder.resolve("var/lib/cloud/instance/user-data.txt");
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("token: abc123.0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(bundle(Map.of()).get(Bundle.LIST))
        .contains("files/var/lib/cloud/instance/user-data.txt: it is no text");
  }

  @Test
  void a_file_without_end_and_a_pipe_hold_nobody_up() throws Exception {
    write("/etc/hosts", "x" + "ä".repeat(2_000_000));
    write("/run/nodeready/status.json", "{}");
    Path pipe = folder.resolve("etc/fstab");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Map<String, String> bundle = bundle(Map.of());

    assertThat(bundle.get("files/etc/hosts")).hasSizeLessThanOrEqualTo(Bundle.LONGEST);
    assertThat(bundle.get(Bundle.LIST)).contains("files/etc/fstab: it is no regular file");
  }

  @Test
  void of_what_was_said_at_length_the_end_is_taken_from_a_whole_line_on() throws Exception {
    String text = "a line of a log\n".repeat(300_000) + "the end\n";

    assertThat(bundle(Map.of("doctor.txt", () -> text)).get("doctor.txt"))
        .startsWith("(its beginning is left out)\na line of a log\n")
        .endsWith("the end\n")
        .hasSizeLessThan(Bundle.LONGEST + 100);
  }

  @Test
  void a_part_that_fails_is_named_and_the_others_are_there() throws Exception {
    Map<String, Callable<String>> own = new LinkedHashMap<>();
    own.put(
        "doctor.txt",
        () -> {
          throw new IOException("it broke");
        });
    own.put("status.txt", () -> "all is well");

    Map<String, String> bundle = bundle(own);

    assertThat(bundle.get("status.txt")).isEqualTo("all is well");
    assertThat(bundle.get(Bundle.LIST)).contains("doctor.txt: it broke");
  }

  @Test
  void a_part_that_never_ends_is_given_up() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Callable<String> hangs =
        () -> {
          never.await();
          return "";
        };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    List<String> missing =
        Bundle.write(
            new Root(folder),
            new Commands(Map.of()),
            Map.of("doctor.txt", hangs),
            Deadline.after(Duration.ofMillis(100), Time.SYSTEM),
            "b",
            bytes);

    assertThat(missing).contains("doctor.txt: it was not there in time");
    assertThat(read(bytes.toByteArray())).containsKey(Bundle.LIST);
  }

  @Test
  void an_archive_that_cannot_be_written_is_a_failure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> write(Map.of(), full)).hasMessageContaining("No space left");
  }

  private Map<String, String> bundle(Map<String, Callable<String>> own) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(own, bytes);
    return read(bytes.toByteArray());
  }

  private void write(Map<String, Callable<String>> own, OutputStream out) throws Exception {
    List<String> _ =
        Bundle.write(
            new Root(folder),
            new Commands(Map.of()),
            own,
            Deadline.after(Duration.ofMinutes(1), new ManualTime()),
            "b",
            out);
  }

  /** What the system's own tar finds in it. */
  private Map<String, String> read(byte[] archive) throws Exception {
    Path into = Files.createTempDirectory(folder, "unpacked");
    Process tar = new ProcessBuilder("tar", "-xz", "-C", into.toString()).start();
    try (OutputStream out = tar.getOutputStream()) {
      new ByteArrayInputStream(archive).transferTo(out);
    }
    assertThat(tar.waitFor()).isZero();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
      assertThat(in.readAllBytes().length % 512).isZero();
    }
    Map<String, String> files = new LinkedHashMap<>();
    try (var all = Files.walk(into.resolve("b"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(into.resolve("b").relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private void write(String path, String text) throws IOException {
    Path file = new Root(folder).at(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
