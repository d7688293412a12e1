package dev.nodeready.node;

import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What containerd makes of a configuration that imports other files. Only containerd knows how it
 * merges them, so it is asked, with a copy, before the file that it reads is touched.
 *
 * @param containerd the program
 */
public record Imports(Root root, Commands commands, String containerd) {
  private static final String COPY = "/run/nodeready/containerd-imports.toml";
  private static final String KEY = "imports";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Asks the containerd on the PATH. */
  public Imports(Root root, Commands commands) {
    this(root, commands, "containerd");
  }

  /**
   * The configuration with all that it imports; empty where it imports nothing.
   *
   * @param node already migrated
   * @throws FailureException with code {@code CONTAINERD_CONFIG_DUMP_FAILED}, or the code of what
   *     would keep containerd from starting
   */
  public Optional<EffectiveConfig> read(DesiredNode node) throws InterruptedException {
    String text = node.file(ContainerdFiles.CONFIG).text();
    // Most configurations import nothing, and need not be parsed to see that.
    if (!text.contains(KEY) || !EffectiveConfig.parse(text).hasImports()) {
      return Optional.empty();
    }
    EffectiveConfig effective = EffectiveConfig.parse(dump(absolute(text)));
    List<Failure> killers = effective.killers();
    if (!killers.isEmpty()) {
      throw withImports(killers.getFirst()).asException();
    }
    return Optional.of(effective);
  }

  private String dump(String text) throws InterruptedException {
    FileStore store = new FileStore(root).volatileCopy();
    store.apply(RenderedFile.secret(COPY, text));
    try {
      Commands.Result result =
          commands.run(
              LIMIT, List.of(containerd, "--config", root.at(COPY).toString(), "config", "dump"));
      if (!result.ok()) {
        throw failed(result);
      }
      return result.output();
    } finally {
      store.remove(COPY);
    }
  }

  /** Relative paths are relative to the file, and the copy lies elsewhere. */
  private String absolute(String text) {
    try {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>(TomlText.parse(text));
      if (tree.get(KEY) instanceof List<?> paths) {
        tree.put(KEY, paths.stream().map(path -> absolutePath(String.valueOf(path))).toList());
      }
      return TomlText.write(tree);
    } catch (TomlException e) {
      throw new IllegalStateException("it was parsed before", e);
    }
  }

  private String absolutePath(String path) {
    return path.startsWith("/")
        ? path
        : root.at(ContainerdFiles.CONFIG).resolveSibling(path).normalize().toString();
  }

  private static Failure withImports(Failure killer) {
    return new Failure(
        killer.code(),
        killer.permanent(),
        killer.tried() + " with the files that it imports",
        killer.happened(),
        killer.remedy());
  }

  private static FailureException failed(Commands.Result result) {
    return Failure.permanent(
            "CONTAINERD_CONFIG_DUMP_FAILED",
            "read containerd's configuration with the files that it imports",
            "containerd config dump ended with exit code "
                + result.exitCode()
                + ": "
                + result.lastWords(),
            "mend the file that it names, or take it out of imports")
        .asException();
  }
}
