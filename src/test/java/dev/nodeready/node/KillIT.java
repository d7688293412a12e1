package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed by SIGKILL while it writes, at moments that nobody chose. */
class KillIT {
  private static final int KILLS = 12;

  @TempDir Path folder;

  @Test
  void every_file_is_whole_after_a_kill_and_the_next_run_finishes() throws Exception {
    Root root = new Root(folder.resolve("m"));
    Random random = new Random(13);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(root);
      try {
        Eventually.until("it writes", () -> Files.exists(root.at("/etc/eks/kubelet/environment")));
        assertThat(process.waitFor(200 + random.nextInt(300), TimeUnit.MILLISECONDS)).isFalse();
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertEachFileIsWhole(root);
    }
    Converge last = new Converge(root, ConvergeForever.ONE);
    last.applyFiles();
    assertThat(new Converge(root, ConvergeForever.ONE).applyFiles().changed()).isFalse();
    for (RenderedFile file : ConvergeForever.ONE.files()) {
      assertThat(root.at(file.path())).hasBinaryContent(file.content());
    }
    assertThat(root.at("/etc/systemd/system/kubelet.service.d/environment.conf")).doesNotExist();
  }

  private static Process start(Root root) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ConvergeForever.class.getName(),
            root.folder().toString())
        .redirectErrorStream(true)
        .redirectOutput(root.folder().resolveSibling("log").toFile())
        .start();
  }

  private static void assertEachFileIsWhole(Root root) throws Exception {
    Map<String, Set<String>> allowed = new HashMap<>();
    for (DesiredNode node : List.of(ConvergeForever.ONE, ConvergeForever.OTHER)) {
      for (RenderedFile file : node.files()) {
        allowed.computeIfAbsent(file.path(), path -> new HashSet<>()).add(file.text());
      }
    }
    for (Map.Entry<String, Set<String>> file : allowed.entrySet()) {
      Path place = root.at(file.getKey());
      if (Files.exists(place)) {
        assertThat(file.getValue()).contains(Files.readString(place));
      }
    }
  }
}
