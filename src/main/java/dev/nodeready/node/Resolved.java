package dev.nodeready.node;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.host.RenderedFile;
import java.util.List;

/** The drop-in for systemd-resolved; it lies in memory and is gone after a reboot. */
public final class Resolved {
  /** Where it lies. */
  public static final String PATH = "/run/systemd/resolved.conf.d/40-eks.conf";

  private Resolved() {}

  static boolean wanted(NodeConfig.Network network) {
    return !network.nameservers().isEmpty() || !network.domains().isEmpty();
  }

  static List<RenderedFile> files(NodeConfig.Network network) {
    return wanted(network)
        ? List.of(
            RenderedFile.text(
                PATH,
                "[Resolve]\n"
                    + line("DNS", network.nameservers())
                    + line("Domains", network.domains())))
        : List.of();
  }

  private static String line(String key, List<String> values) {
    return (values.isEmpty() ? "" : key + "=" + String.join(" ", values)) + "\n";
  }
}
