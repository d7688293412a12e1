package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.DeepMerge;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders all of containerd's files.
 *
 * @param files in the order in which nodeadm writes them
 * @param effective what containerd will make of its configuration
 * @param migrate whether {@code config.toml} still has to go through {@code containerd config
 *     migrate}
 * @param soci whether images are pulled through the SOCI snapshotter
 * @param warnings what is worth a look but stops nothing
 */
public record ContainerdFiles(
    List<RenderedFile> files,
    EffectiveConfig effective,
    boolean migrate,
    boolean soci,
    List<Failure> warnings) {
  /** containerd's configuration. */
  public static final String CONFIG = "/etc/containerd/config.toml";

  /** The OCI runtime spec that every container starts from. */
  public static final String BASE_SPEC = Generated.BASE_SPEC;

  /** Where containerd listens unless its configuration says otherwise. */
  public static final String SOCKET = Generated.SOCKET;

  /**
   * The files for this input.
   *
   * @throws dev.nodeready.failure.FailureException with a code that begins with {@code
   *     CONTAINERD_CONFIG_}
   */
  public static ContainerdFiles of(NodeConfig config, NodeStatus status, HostFacts facts) {
    Merged merged = merged(config, status, facts);
    EffectiveConfig effective = merged.effective();
    refuseKillers(effective, facts.containerd());
    List<RenderedFile> files =
        files(config, configFile(merged.text(), merged.users()), effective, merged.soci());
    return new ContainerdFiles(
        files,
        effective,
        merged.choice().migrate(),
        merged.soci(),
        warnings(config, facts, merged.choice(), effective));
  }

  /**
   * Everything in {@code spec.containerd.config} that leaves any containerd without CRI, or has not
   * the effect that it says; what only some versions refuse is not in it, nor what is no TOML.
   */
  public static List<Failure> refusals(NodeConfig config) {
    // Merging loads a parser; most nodes have nothing to merge.
    if (TomlText.isBlank(config.containerd().config())) {
      return List.of();
    }
    try {
      Merged merged = merged(config, new NodeStatus(null, "", ""), HostFacts.UNKNOWN);
      List<Failure> found = new ArrayList<>(merged.choice().warnings());
      found.addAll(merged.effective().killers(ProgramVersion.UNKNOWN));
      return found;
    } catch (FailureException e) {
      boolean read = e.failure().code() != Code.CONTAINERD_CONFIG_INVALID;
      return read ? List.of(e.failure()) : List.of();
    }
  }

  /** The generated configuration with what the user wrote. */
  private record Merged(
      SchemaChoice choice,
      Map<String, @Nullable Object> users,
      EffectiveConfig effective,
      boolean soci,
      String text) {}

  private static Merged merged(NodeConfig config, NodeStatus status, HostFacts facts) {
    String users = config.containerd().config();
    Map<String, @Nullable Object> written =
        TomlText.isBlank(users)
            ? Map.of()
            : EffectiveConfig.parsed("read spec.containerd.config", users);
    SchemaChoice choice = SchemaChoice.of(facts.containerd(), written);
    Map<String, @Nullable Object> usersTree =
        choice.migrate() ? withAbsoluteImports(choice.users()) : choice.users();
    boolean soci = Soci.on(config, facts);
    Generated generated =
        Generated.of(settings(choice.schema(), usersTree, config, status, facts, soci));
    Map<String, @Nullable Object> tree = DeepMerge.merge(generated.tree(), usersTree);
    String text = TomlText.isBlank(users) ? generated.text() : TomlText.write(tree);
    return new Merged(choice, usersTree, new EffectiveConfig(tree), soci, text);
  }

  /**
   * The same where containerd makes something else of its configuration, by what that imports.
   *
   * @param told null where it imports nothing
   */
  public ContainerdFiles told(@Nullable EffectiveConfig told) {
    if (told == null) {
      return this;
    }
    List<RenderedFile> others = new ArrayList<>();
    for (RenderedFile file : files) {
      others.add(file.path().equals(Soci.CONFIG) ? Soci.config(told.socket()) : file);
    }
    return new ContainerdFiles(List.copyOf(others), told, migrate, soci, warnings);
  }

  private static Settings settings(
      Schema schema,
      Map<String, @Nullable Object> users,
      NodeConfig config,
      NodeStatus status,
      HostFacts facts,
      boolean soci) {
    return new Settings(
        schema,
        sandboxImage(config, status),
        facts.nvidiaRuntime(),
        wantsRunc(schema, users),
        // EKS images have it there; elsewhere containerd finds it on its PATH. Whether the platform
        // has answered yet must not count: this file is written before and again after.
        config.bootstrap().platform().equals("none") ? "runc" : "/usr/sbin/runc",
        kubelet(status, facts).atLeast(1, 32),
        soci);
  }

  private static String sandboxImage(NodeConfig config, NodeStatus status) {
    String own = config.bootstrap().sandboxImage();
    String resolved = status.sandboxImage();
    if (!own.isEmpty()) {
      return own;
    }
    return resolved.isEmpty() ? NodeStatus.EKS_SANDBOX_IMAGE : resolved;
  }

  /** Whether what the user wrote only works with the runtime {@code runc} beside the default. */
  private static boolean wantsRunc(Schema schema, Map<String, @Nullable Object> users) {
    List<String> at = schema.runtime("containerd");
    return Tree.text(users, at, "default_runtime_name").equals("runc")
        || Tree.asTable(Tree.table(users, at).get("runtimes")).containsKey("runc");
  }

  private static ProgramVersion kubelet(NodeStatus status, HostFacts facts) {
    ProgramVersion resolved = ProgramVersion.find(status.kubeletVersion());
    return resolved.known() ? resolved : facts.kubelet();
  }

  /**
   * Relative paths are relative to the folder of the file, and it is a copy elsewhere that is
   * migrated.
   */
  private static Map<String, @Nullable Object> withAbsoluteImports(
      Map<String, @Nullable Object> users) {
    if (!(users.get("imports") instanceof List<?> imports)) {
      return users;
    }
    Path folder = Path.of(CONFIG).resolveSibling("");
    Map<String, @Nullable Object> absolute = new LinkedHashMap<>(users);
    absolute.put(
        "imports",
        imports.stream()
            .map(path -> folder.resolve(String.valueOf(path)).normalize().toString())
            .toList());
    return absolute;
  }

  private static void refuseKillers(EffectiveConfig effective, ProgramVersion containerd) {
    List<Failure> killers = effective.killers(containerd);
    if (!killers.isEmpty()) {
      throw killers.getFirst().asException();
    }
  }

  private static List<RenderedFile> files(
      NodeConfig config, RenderedFile configFile, EffectiveConfig effective, boolean soci) {
    List<RenderedFile> files = new ArrayList<>();
    files.add(BaseRuntimeSpec.file(config.containerd().baseRuntimeSpec()));
    if (soci) {
      files.add(Soci.config(effective.socket()));
    }
    files.add(configFile);
    if (soci) {
      files.add(Soci.dropIn());
    }
    return List.copyOf(files);
  }

  /** Registry passwords make the file root's alone; else it is world-readable as nodeadm's. */
  private static RenderedFile configFile(String text, Map<String, @Nullable Object> users) {
    return RegistrySecrets.in(users)
        ? RenderedFile.secret(CONFIG, text)
        : RenderedFile.text(CONFIG, text);
  }

  private static List<Failure> warnings(
      NodeConfig config, HostFacts facts, SchemaChoice choice, EffectiveConfig effective) {
    List<Failure> warnings = new ArrayList<>(choice.warnings());
    ProgramVersion version = facts.containerd();
    if (SchemaChoice.isNewer(version)) {
      warnings.add(
          Failure.permanent(
              Code.CONTAINERD_VERSION_UNKNOWN,
              "choose a schema for containerd " + version,
              "versions 1 and 2 are known",
              "check that containerd starts with schema "
                  + choice.schema().version
                  + ", which was taken, and look for a newer nodeready"));
    }
    if (effective.hasRegistryTls() && version.atLeast(2, 0)) {
      warnings.add(
          Failure.permanent(
              Code.CONTAINERD_CONFIG_REGISTRY_TLS,
              "use the tls settings in registry.configs",
              "containerd " + version + " does not look at them"));
    }
    String own = config.bootstrap().sandboxImage();
    if (!own.isEmpty() && !own.equals(effective.sandboxImage())) {
      warnings.add(
          Failure.permanent(
              Code.CONTAINERD_SANDBOX_IMAGE_OVERRIDDEN,
              "use spec.bootstrap.sandboxImage " + own,
              "spec.containerd.config names " + effective.sandboxImage() + ", and that wins"));
    }
    return warnings;
  }
}
