package dev.nodeready.node;

import dev.nodeready.catalogue.Code;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.IgnoredKeys;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Turns a configuration of schema 2 into what containerd 2.x makes of it, by {@code containerd
 * config migrate} on a copy. The file that containerd reads is never the unmigrated one.
 *
 * @param containerd the program
 * @param version of it
 */
public record Migration(Root root, Commands commands, String containerd, ProgramVersion version) {
  private static final String COPY = "/run/nodeready/containerd-migrate.toml";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A migration by the containerd on the PATH. */
  public Migration(Root root, Commands commands, ProgramVersion version) {
    this(root, commands, "containerd", version);
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
    FileStore store = new FileStore(root).volatileCopy();
    store.apply(RenderedFile.secret(COPY, text));
    try {
      Commands.Result result =
          commands.run(
              LIMIT,
              List.of(containerd, "--config", root.at(COPY).toString(), "config", "migrate"));
      if (!result.ok() || result.output().isBlank()) {
        throw failed(result);
      }
      return result;
    } finally {
      store.remove(COPY);
    }
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
