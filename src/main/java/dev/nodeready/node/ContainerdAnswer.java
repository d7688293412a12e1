package dev.nodeready.node;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.IgnoredKeys;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the installed containerd makes of a configuration, asked before the file that it reads is
 * touched: only containerd knows how it merges what it imports, and which types its plugins want. A
 * boot that changes nothing and imports nothing does not ask.
 *
 * @param containerd the program
 * @param version that the files are made for
 */
public record ContainerdAnswer(
    Root root, Commands commands, String containerd, ProgramVersion version) {
  private static final String KEY = "imports";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Asks the containerd on the PATH. */
  public ContainerdAnswer(Root root, Commands commands, ProgramVersion version) {
    this(root, commands, "containerd", version);
  }

  /**
   * What it says.
   *
   * @param told the configuration with all that it imports; empty where it imports nothing
   * @param warnings about what it passes over
   */
  public record Read(Optional<EffectiveConfig> told, List<Failure> warnings) {
    private static final Read NOTHING = new Read(Optional.empty(), List.of());
  }

  /**
   * Asks.
   *
   * @param node already migrated
   * @param users what the user has added to the configuration; empty where that is nothing
   * @throws FailureException with code {@code CONTAINERD_CONFIG_DUMP_FAILED} where containerd
   *     refuses it, or the code of what would keep containerd from starting
   */
  public Read read(DesiredNode node, String users) throws InterruptedException {
    RenderedFile file = node.file(ContainerdFiles.CONFIG);
    // Most configurations import nothing, and need not be parsed to see that.
    boolean imports = file.text().contains(KEY) && EffectiveConfig.parse(file.text()).hasImports();
    if (!imports && (users.isEmpty() || new FileStore(root).isSame(file))) {
      return Read.NOTHING;
    }
    Optional<Commands.Result> answer = answer(file.text(), imports);
    if (answer.isEmpty()) {
      return Read.NOTHING;
    }
    EffectiveConfig effective = EffectiveConfig.parse(answer.get().output());
    List<Failure> killers = effective.killers(version);
    if (!killers.isEmpty()) {
      throw (imports ? withImports(killers.getFirst()) : killers.getFirst()).asException();
    }
    return new Read(
        imports ? Optional.of(effective) : Optional.empty(),
        IgnoredKeys.warnings(users, answer.get().errors()));
  }

  /**
   * What it answers; empty where another containerd is installed than the files are made for, or,
   * where nothing depends on the answer, none.
   */
  private Optional<Commands.Result> answer(String text, boolean imports)
      throws InterruptedException {
    Commands.Result result;
    try {
      if (!isInstalled()) {
        return Optional.empty();
      }
      result = ContainerdProgram.config(commands, containerd, absolute(text), "dump");
    } catch (FailureException e) {
      if (imports) {
        throw e;
      }
      return Optional.empty();
    }
    if (!result.ok()) {
      throw failed(result, imports);
    }
    return Optional.of(result);
  }

  private boolean isInstalled() throws InterruptedException {
    if (!version.known()) {
      return true;
    }
    ProgramVersion installed =
        ProgramVersion.find(commands.run(LIMIT, List.of(containerd, "--version")).output());
    return installed.major() == version.major() && installed.minor() == version.minor();
  }

  /** Relative paths are relative to the file, and it is not read from one. */
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
    if (!path.startsWith("/")) {
      return root.at(ContainerdFiles.CONFIG).resolveSibling(path).normalize().toString();
    }
    Path below = root.at(path);
    Path folder = below.getParent();
    return folder != null && Files.isDirectory(folder) ? below.toString() : path;
  }

  private static Failure withImports(Failure killer) {
    return new Failure(
        killer.code(),
        killer.permanent(),
        killer.tried() + " with the files that it imports",
        killer.happened(),
        killer.remedy());
  }

  /** Certain not to join: it starts by the same reading. */
  private static FailureException failed(Commands.Result result, boolean imports) {
    return Failure.permanent(
            Code.CONTAINERD_CONFIG_DUMP_FAILED,
            imports
                ? "read containerd's configuration with the files that it imports"
                : "have the installed containerd read its new configuration",
            "containerd config dump ended with exit code "
                + result.exitCode()
                + ": "
                + result.lastWords(),
            imports
                ? "mend the file that it names, or take it out of imports"
                : "correct spec.containerd.config")
        .asException();
  }
}
