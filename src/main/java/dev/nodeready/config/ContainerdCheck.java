package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Containerd;
import dev.nodeready.config.toml.TomlException;
import dev.nodeready.config.toml.TomlText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks {@code spec.containerd}. */
final class ContainerdCheck {
  private static final String CONFIG = "spec.containerd.config";
  private static final List<String> CRI =
      List.of("cri", "io.containerd.grpc.v1.cri", "io.containerd.cri.v1.runtime");

  private final Report report;

  ContainerdCheck(Report report) {
    this.report = report;
  }

  void check(Containerd containerd) {
    // Reading TOML loads a parser; most nodes have none.
    if (!TomlText.isBlank(containerd.config())) {
      toml(containerd.config());
    }
  }

  private void toml(String text) {
    try {
      plugins(TomlText.parse(text));
    } catch (TomlException e) {
      report.error(
          CONFIG,
          "is no TOML: line " + e.line() + ", column " + e.column() + ": " + e.getMessage(),
          "correct that line of the text");
    }
  }

  private void plugins(Map<String, @Nullable Object> config) {
    if (config.get("disabled_plugins") instanceof List<?> disabled) {
      for (String plugin : CRI) {
        if (disabled.contains(plugin)) {
          report.strict(
              CONFIG,
              "disables " + plugin + ", without which kubelet cannot use containerd",
              "take it out of disabled_plugins");
        }
      }
    }
  }
}
