package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.host.Programs;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts in real shells on a terminal, where keys are pressed. */
class CompletionIT {
  /** What is typed, tabs with it, and the words that the shell makes of it. */
  private static final List<List<String>> TYPED =
      List.of(
          List.of("nodeready ini\t--superv\tpro\t", "<init><--supervisor><process>"),
          List.of(
              "nodeready init --only awa\t--skip=sandbox-im\t",
              "<init><--only><await-cri><--skip=sandbox-image>"),
          List.of("nodeready init -c fil\tFOLDER/nod\t", "<init><-c><file://FOLDER/node.yaml>"),
          List.of(
              "nodeready init --config-cache=FOLDER/nod\t",
              "<init><--config-cache=FOLDER/node.yaml>"),
          List.of(
              "nodeready config explain spec.cluster.apiS\t",
              "<config><explain><spec.cluster.apiServerEndpoint>"),
          List.of("nodeready config exp\t-o js\t", "<config><explain><-o><json>"),
          List.of("nodeready stat\t--output=j\t", "<status><--output=json>"),
          List.of("nodeready completion zs\t", "<completion><zsh>"));

  @TempDir private Path folder;

  @Test
  void bash_completes_commands_options_values_and_sources() throws Exception {
    completes("bash", "bash --norc -i", "");
  }

  @Test
  void zsh_completes_commands_options_values_and_sources() throws Exception {
    completes("zsh", "zsh -f -i", "autoload -Uz compinit; compinit -u -D; ");
  }

  private void completes(String shell, String interactive, String prepare) throws Exception {
    Needs.that(
        Programs.find(shell).isPresent(),
        "no " + shell + "; get it by: src/test/setup/10-packages");
    Path script = folder.resolve("script");
    Files.writeString(script, Distribution.run("completion", shell).out());
    Files.createFile(folder.resolve("node.yaml"));
    ProcessBuilder terminal =
        new ProcessBuilder("script", "-qec", interactive, "/dev/null").redirectErrorStream(true);
    terminal.environment().put("TERM", "dumb");
    Process process = terminal.start();
    @SuppressWarnings("JdkObsolete") // two threads share it
    StringBuffer shown = new StringBuffer();
    Thread reader = Thread.ofVirtual().start(() -> read(process, shown));
    try (Writer keys = process.outputWriter(StandardCharsets.UTF_8)) {
      // What the shell echoes of this has no such word in it.
      type(
          keys,
          prepare
              + "PS1='> '; source "
              + script
              + "; nodeready() { printf '<%s>' \"$@\"; echo; }; echo re\"\"ady");
      Eventually.until("the shell is ready", () -> shown.indexOf("ready\r\n") >= 0);
      for (List<String> each : TYPED) {
        String words = each.getLast().replace("FOLDER", folder.toString());
        type(keys, each.getFirst().replace("FOLDER", folder.toString()));
        Eventually.until(
            shell + " makes " + words + " of it", () -> shown.indexOf(words + "\r") >= 0);
      }
      type(keys, "exit");
    } finally {
      process.destroy();
      reader.join();
    }
    assertThat(shown.toString()).doesNotContain("command not found", "parse error", "bad ");
  }

  private static void type(Writer keys, String line) throws Exception {
    keys.write(line + "\n");
    keys.flush();
  }

  private static void read(Process process, StringBuffer shown) {
    char[] buffer = new char[4096];
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        shown.append(buffer, 0, n);
      }
    } catch (IOException e) {
      shown.append("[the terminal is gone]");
    }
  }
}
