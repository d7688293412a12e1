package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Needs;
import dev.nodeready.PlainWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program in a control group of 128 MB: it fits in, or says what does not. */
@Tag("real")
@Timeout(300)
class LimitsIT {
  private static final long MEMORY = 128L << 20;

  private static final String CONFIG =
      """
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        cluster: {name: quay, apiServerEndpoint: https://192.0.2.1, certificateAuthority: Y2E=, cidr: 10.96.0.0/16}
        bootstrap: {platform: none, nodeName: a, credentials: {bootstrapToken: {file: /etc/token}}}
      """;

  @TempDir private Path folder;
  private Path group = Path.of("/");
  private Map<String, String> options = Map.of();

  private record Ended(int code, String said) {}

  @BeforeEach
  void makeGroup() throws IOException {
    Path old = Path.of("/sys/fs/cgroup/memory");
    Path parent = Files.isDirectory(old) ? old : Path.of("/sys/fs/cgroup");
    Needs.that(Files.isWritable(parent), "control groups cannot be made; to get it: be root");
    group = Files.createDirectory(parent.resolve(folder.getFileName()));
    Path limit = group.resolve(parent.equals(old) ? "memory.limit_in_bytes" : "memory.max");
    Needs.that(Files.isWritable(limit), "no memory controller of control groups in " + group);
    Files.writeString(limit, String.valueOf(MEMORY));
  }

  @AfterEach
  void removeGroup() throws IOException {
    Files.delete(group);
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> words =
        Stream.concat(
                Stream.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\""),
                Stream.of(group.resolve("cgroup.procs"), Distribution.launcher())
                    .map(Path::toString))
            .collect(Collectors.toCollection(ArrayList::new));
    words.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(options);
    Process process = builder.start();
    assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("it ends").isTrue();
    return new Ended(process.exitValue(), PlainWords.of(Files.readString(out)));
  }

  @Test
  void a_config_that_would_fill_the_memory_is_refused_by_its_size_and_not_killed()
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            CONFIG
                + "  kubelet: {config: {a: ["
                + IntStream.range(0, 100_000)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "))
                + "]}}\n");

    Ended ended = run("config", "check", "-c", "file://" + file);

    assertThat(ended.said()).contains("holds more than 50000 values");
    assertThat(ended.code()).isEqualTo(78);
  }

  /** Values that the limits allow, in a heap that is too small for them. */
  @Test
  void a_command_without_memory_says_so_in_words() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            CONFIG
                + "  kubelet: {config: {a: ["
                + IntStream.range(0, 40_000)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "))
                + "]}}\n");
    options = Map.of("NODEREADY_JAVA_OPTS", "-Xms8m -Xmx8m");

    Ended checked = run("config", "check", "-c", "file://" + file);
    Path root = Files.createDirectory(folder.resolve("m"));
    Ended planned = run("plan", "--root", root.toString(), "-c", "file://" + file);

    for (Ended ended : List.of(checked, planned)) {
      assertThat(ended.said())
          .contains("BOOT_OUT_OF_MEMORY", "its heap of ", " MB is full", "MemoryMax")
          .doesNotContain("Exception", "at dev.nodeready");
      assertThat(ended.code()).isEqualTo(75);
    }
  }

  @Test
  void sixty_four_sources_with_a_thousand_labels_and_16_kib_of_flags_fit_into_128_mb()
      throws Exception {
    List<String> words = new ArrayList<>(List.of("plan", "--supervisor", "none", "--root"));
    words.add(Files.createDirectory(folder.resolve("m")).toString());
    String labels =
        IntStream.range(0, 1000)
            .mapToObj("quay.example/l%1$d=v%1$d"::formatted)
            .collect(Collectors.joining(","));
    for (int source = 0; source < 64; source++) {
      Path file = folder.resolve(source + ".yaml");
      Files.writeString(
          file,
          source == 63
              ? CONFIG + "  kubelet: {flags: ['--node-labels=" + labels + "']}\n"
              : CONFIG);
      words.addAll(List.of("-c", "file://" + file));
    }

    Ended ended = run(words.toArray(String[]::new));

    assertThat(labels.length()).isGreaterThan(16 << 10);
    assertThat(ended.said()).contains("quay.example/l999=v999");
    assertThat(ended.code()).isEqualTo(3);
  }
}
