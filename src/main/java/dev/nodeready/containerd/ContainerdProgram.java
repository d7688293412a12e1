package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.List;

/** The containerd program, asked about its own configuration. */
public final class ContainerdProgram {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String STDIN = "/dev/stdin";

  private final Root root;
  private final Commands commands;

  /** The one on the PATH. */
  public ContainerdProgram(Root root, Commands commands) {
    this.root = root;
    this.commands = commands;
  }

  /**
   * The configuration that it makes of its file, imports included.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code CONTAINERD_CONFIG_DUMP_FAILED}
   */
  public String dump() throws InterruptedException {
    List<String> words =
        List.of(
            "containerd", "--config", root.at(ContainerdFiles.CONFIG).toString(), "config", "dump");
    Commands.Result result = commands.run(LIMIT, words);
    if (!result.ok()) {
      // Certain not to join: it starts by the same reading of its configuration.
      throw Failure.permanent(
              Code.CONTAINERD_CONFIG_DUMP_FAILED,
              "run " + String.join(" ", words),
              "it ended with exit code " + result.exitCode() + ": " + result.lastWords())
          .asException();
    }
    return result.output();
  }

  /**
   * What a containerd makes of a configuration that is in no file yet. It reads it from its
   * standard input: a copy would have to be taken away again, and may hold passwords of registries.
   *
   * @param containerd the program
   * @param text in which no import is relative to a file
   * @param verb {@code dump} or {@code migrate}
   * @return its words are about the file that the configuration is for
   * @throws dev.nodeready.failure.FailureException where the program does not run
   */
  public static Commands.Result config(
      Commands commands, String containerd, String text, String verb) throws InterruptedException {
    Commands.Result result =
        commands.run(LIMIT, List.of(containerd, "--config", STDIN, "config", verb), text);
    return new Commands.Result(
        result.exitCode(), result.output(), result.errors().replace(STDIN, ContainerdFiles.CONFIG));
  }
}
