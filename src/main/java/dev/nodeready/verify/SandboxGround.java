package dev.nodeready.verify;

import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.RenderedFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has containerd run pods where an image is looked at: without a systemd, which runc would ask for
 * control groups, and in a container, which may not say how memory is taken back. What the image
 * says of both is read before.
 */
final class SandboxGround {
  private static final Pattern SYSTEMD =
      Pattern.compile("(?m)^(\\s*SystemdCgroup\\s*=\\s*)true\\b");

  private static final Pattern RESTRICTS =
      Pattern.compile("(?m)^(\\s*restrict_oom_score_adj\\s*=\\s*)(?:true|false)\\b");

  private SandboxGround() {}

  static void make(Patient machine) throws InterruptedException {
    var _ = machine.containerdConfig();
    String own = String.join("\n", machine.lines(ContainerdFiles.CONFIG)) + "\n";
    String other = made(own, !Privileges.own().mayRaiseLimits());
    if (!other.equals(own) && machine.has(ContainerdFiles.CONFIG)) {
      boolean _ =
          new FileStore(machine.root())
              .volatileCopy()
              .apply(RenderedFile.text(ContainerdFiles.CONFIG, other));
    }
  }

  /** The configuration for it. */
  static String made(String toml, boolean restricted) {
    String other = SYSTEMD.matcher(toml).replaceAll("$1false");
    if (!restricted) {
      return other;
    }
    Matcher said = RESTRICTS.matcher(other);
    return said.find() ? said.replaceAll("$1true") : withTable(other);
  }

  private static String withTable(String toml) {
    boolean two = toml.contains("io.containerd.cri.v1.");
    String plugin = two ? "io.containerd.cri.v1.runtime" : "io.containerd.grpc.v1.cri";
    String setting = "restrict_oom_score_adj = true";
    Matcher table =
        Pattern.compile("(?m)^\\s*\\[plugins\\.[\"']" + Pattern.quote(plugin) + "[\"']]\\s*$")
            .matcher(toml);
    return table.find()
        ? toml.substring(0, table.end()) + "\n" + setting + toml.substring(table.end())
        : toml + "[plugins.\"" + plugin + "\"]\n" + setting + "\n";
  }
}
