package dev.nodeready.node;

import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.IgnoredKeys;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a configuration of schema 2 into what containerd 2.x makes of it, by {@code containerd
 * config migrate} before it is written. The file that containerd reads is never the unmigrated one.
 *
 * @param containerd the program
 * @param version of it
 */
public record Migration(Commands commands, String containerd, ProgramVersion version) {
  /** A migration by the containerd on the PATH. */
  public Migration(Commands commands, ProgramVersion version) {
    this(commands, "containerd", version);
  }

  /**
   * The node with its migrated configuration; the same node where nothing is to be migrated.
   *
   * @param users what the user has added to the configuration
   * @throws FailureException with code {@code CONTAINERD_CONFIG_MIGRATE_FAILED}, or the code of
   *     what would keep containerd from starting
   */
  public DesiredNode apply(DesiredNode node, String users) throws InterruptedException {
    if (!node.migrate()) {
      return node;
    }
    RenderedFile before = node.file(ContainerdFiles.CONFIG);
    Commands.Result migrated = migrate(before.text());
    String text = migrated.output();
    EffectiveConfig effective = EffectiveConfig.parse(text);
    List<Failure> killers = effective.killers(version);
    if (!killers.isEmpty()) {
      throw killers.getFirst().asException();
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return node.migrated(new RenderedFile(before.path(), before.mode(), bytes), effective)
        .alsoWarning(IgnoredKeys.warnings(users, migrated.errors()));
  }

  private Commands.Result migrate(String text) throws InterruptedException {
    Commands.Result result = ContainerdProgram.config(commands, containerd, text, "migrate");
    if (!result.ok() || result.output().isBlank()) {
      throw failed(result);
    }
    return result;
  }

  /** Certain not to join: containerd reads its file as it migrates it; nodeadm ends here too. */
  private static FailureException failed(Commands.Result result) {
    return Failure.permanent(
            Code.CONTAINERD_CONFIG_MIGRATE_FAILED,
            "migrate containerd's configuration to the schema of the installed containerd",
            "exit code " + result.exitCode() + ": " + result.lastWords())
        .asException();
  }
}
