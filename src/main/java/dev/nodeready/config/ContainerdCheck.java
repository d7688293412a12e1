package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Containerd;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.containerd}. */
final class ContainerdCheck {
  private static final String CONFIG = "spec.containerd.config";
  private static final String URI = "io.containerd.";
  private static final String CRI_1 = "io.containerd.grpc.v1.cri";

  /** What plugins were called in schema 1, and what they are called since. */
  private static final Map<String, String> FORMER = former();

  private final Report report;

  ContainerdCheck(Report report) {
    this.report = report;
  }

  void check(Containerd containerd) {
    // Reading TOML loads a parser; most nodes have none.
    if (!TomlText.isBlank(containerd.config())) {
      toml(containerd.config());
    }
    new RuntimeSpecCheck(report).check(containerd.baseRuntimeSpec());
  }

  private void toml(String text) {
    try {
      document(TomlText.parse(text));
    } catch (TomlException e) {
      // nodeadm fails as well, and containerd would.
      report.error(
          CONFIG,
          "is no TOML: line " + e.line() + ", column " + e.column() + ": " + e.getMessage(),
          "correct that line of the text");
    }
  }

  private void document(Map<String, @Nullable Object> config) {
    Object version = config.get("version");
    if (version != null && !(version instanceof Long)) {
      report.error(
          CONFIG,
          "version is "
              + (version instanceof String ? "a text" : "no whole number")
              + ", and containerd does not start with that: version is a number",
          "write it without quotes, such as version = 3");
    }
    if (config.get("plugins") instanceof Map<?, ?> plugins) {
      boolean former = Long.valueOf(1).equals(version);
      plugins.keySet().forEach(name -> plugin(String.valueOf(name), former));
    }
    disabled(config);
    if (config.get("required_plugins") instanceof List<?> required) {
      required.forEach(name -> pluginName("required_plugins", String.valueOf(name)));
    }
  }

  private void disabled(Map<String, @Nullable Object> config) {
    if (config.get("disabled_plugins") instanceof List<?> disabled) {
      disabled.forEach(name -> pluginName("disabled_plugins", String.valueOf(name)));
    }
  }

  /** Where the text says that it is of schema 1, containerd starts with a name of that. */
  private void plugin(String name, boolean former) {
    String now = former ? FORMER.get(name) : null;
    if (now == null) {
      pluginName("plugins", name);
    } else {
      report.strict(
          CONFIG, "plugins names " + Suggest.quote(name) + " as in schema 1", "write " + now);
    }
  }

  /** containerd 1.x does not start with a name of schema 1, and 2.x does not look at it. */
  private void pluginName(String table, String name) {
    String now = FORMER.get(name);
    if (now != null || name.indexOf('.') < 0) {
      report.error(
          CONFIG,
          table + " names " + Suggest.quote(name) + ", which is no name of a plugin since schema 2",
          "write " + (now == null ? "io.containerd.TYPE.vN.NAME" : now));
    } else if (name.startsWith("containerd.")) {
      report.error(
          CONFIG,
          table + " names " + Suggest.quote(name) + ", but names of plugins begin with " + URI,
          "write io." + name);
    } else if (name.startsWith(URI) && name.split("\\.", -1).length < 4) {
      report.strict(
          CONFIG,
          table + " names " + Suggest.quote(name) + ", which is cut short",
          "write io.containerd.TYPE.vN.NAME");
    }
  }

  private static Map<String, String> former() {
    Map<String, String> former = new LinkedHashMap<>();
    former.put("cri", CRI_1 + " (containerd 1.x), io.containerd.cri.v1.runtime (2.x)");
    former.put("linux", "io.containerd.runtime.v1.linux, which is gone in containerd 2.x");
    former.put(
        "containerd.runtime.v1.linux",
        "io.containerd.runtime.v1.linux, which is gone in containerd 2.x");
    former.put("cgroups", "io.containerd.monitor.v1.cgroups");
    former.put("scheduler", "io.containerd.gc.v1.scheduler");
    former.put("bolt", "io.containerd.metadata.v1.bolt");
    former.put("task", "io.containerd.runtime.v2.task");
    former.put("opt", "io.containerd.internal.v1.opt");
    former.put("restart", "io.containerd.internal.v1.restart");
    former.put("tracing", "io.containerd.internal.v1.tracing");
    for (String snapshotter : List.of("overlayfs", "native", "devmapper", "btrfs", "zfs", "aufs")) {
      former.put(snapshotter, "io.containerd.snapshotter.v1." + snapshotter);
    }
    return former;
  }
}
