package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.List;

/** The containerd program, asked about its own configuration. */
public final class ContainerdProgram {
  private static final Duration LIMIT = Duration.ofSeconds(20);

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
}
