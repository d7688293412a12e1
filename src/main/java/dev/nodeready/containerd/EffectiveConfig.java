package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What containerd makes of a configuration, in any schema: a generated or merged one, or the output
 * of {@code containerd config dump}.
 */
public final class EffectiveConfig {
  private final Map<String, ? extends @Nullable Object> tree;
  private final Schema schema;

  EffectiveConfig(Map<String, ? extends @Nullable Object> tree) {
    this.tree = tree;
    this.schema = schemaOf(tree);
  }

  /**
   * Reads a configuration.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code CONTAINERD_CONFIG_INVALID}
   */
  public static EffectiveConfig parse(String toml) {
    return new EffectiveConfig(parsed("read containerd's configuration", toml));
  }

  static Map<String, @Nullable Object> parsed(String tried, String toml) {
    try {
      return TomlText.parse(toml);
    } catch (TomlException e) {
      // Certain not to join: containerd ends at what is no TOML, and nothing can be merged into it.
      throw Failure.permanent(
              Code.CONTAINERD_CONFIG_INVALID,
              tried,
              "line " + e.line() + ", column " + e.column() + ": " + e.getMessage())
          .asException(e);
    }
  }

  /** The path of containerd's socket. */
  public String socket() {
    String own = Tree.text(tree, schema.server(), "address");
    return own.isEmpty() ? Generated.SOCKET : own;
  }

  /** The socket as kubelet and CRI clients want it, with {@code unix://}. */
  public String endpoint() {
    return "unix://" + socket();
  }

  /** The sandbox image; empty where the configuration names none. */
  public String sandboxImage() {
    return schema == Schema.V2
        ? Tree.text(tree, schema.images(), "sandbox_image")
        : Tree.text(tree, schema.images("pinned_images"), "sandbox");
  }

  /** The folders in which it looks for {@code hosts.toml}; mostly two of them. */
  public List<String> registryFolders() {
    String path = Tree.text(tree, schema.images("registry"), "config_path");
    return Stream.of(path.split(":", -1)).filter(folder -> !folder.isEmpty()).toList();
  }

  /**
   * How its default runtime manages control groups: {@code systemd} or {@code cgroupfs}; empty
   * where that is not runc's, or not named.
   */
  public String cgroupDriver() {
    Map<String, @Nullable Object> runc = Tree.table(tree, schema.runtime("containerd"));
    String name = runc.get("default_runtime_name") instanceof String text ? text : "runc";
    Map<String, @Nullable Object> runtime = Tree.table(runc, List.of("runtimes", name));
    if (runtime.isEmpty() || !Tree.text(runtime, List.of(), "runtime_type").contains("runc")) {
      return "";
    }
    Object systemd = Tree.table(runtime, List.of("options")).get("SystemdCgroup");
    return Boolean.TRUE.equals(systemd) ? "systemd" : "cgroupfs";
  }

  /** Other files that containerd reads too; what they say is not in here. */
  public boolean hasImports() {
    return tree.get("imports") instanceof List<?> imports && !imports.isEmpty();
  }

  /** The paths and patterns of those files, as they are written. */
  List<String> imports() {
    return tree.get("imports") instanceof List<?> imports
        ? imports.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The version that it is written in. */
  int version() {
    return schema.version;
  }

  /** Whether it has TLS settings for registries, which only containerd 1.x reads. */
  boolean hasRegistryTls() {
    return Tree.asTable(Tree.table(tree, schema.images("registry")).get("configs"))
        .values()
        .stream()
        .anyMatch(one -> Tree.asTable(one).containsKey("tls"));
  }

  /**
   * What in it keeps containerd or its CRI plugin from starting; empty when nothing is known.
   *
   * @param containerd the version that is to read it
   */
  public List<Failure> killers(ProgramVersion containerd) {
    return new Killers(tree, schema, containerd, hasRegistryTls()).find();
  }

  private static Schema schemaOf(Map<String, ? extends @Nullable Object> tree) {
    long version = tree.get("version") instanceof Long number ? number : 2;
    return version <= 2 ? Schema.V2 : version == 3 ? Schema.V3 : Schema.V4;
  }
}
