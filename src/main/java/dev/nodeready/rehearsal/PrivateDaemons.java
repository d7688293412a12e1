package dev.nodeready.rehearsal;

import dev.nodeready.host.Root;
import dev.nodeready.host.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines that run the machine's own containerd and kubelet in a mount namespace of their
 * own, so that the fixed paths both insist on are private: containerd keeps its shims' sockets in
 * /run/containerd, kubelet its plugins' in /var/lib/kubelet, and kubelet sets kernel parameters,
 * which here are stand-in files.
 */
public final class PrivateDaemons {
  private static final String SHIM_SOCKETS = "/run/containerd";
  private static final String PLUGINS = "/var/lib/kubelet";
  private static final List<String> OWN_MOUNTS =
      List.of("unshare", "--mount", "--propagation", "private", "--", "sh", "-euc");

  /** The folder exists or is made, and is covered; made folders are removed by the caller. */
  private static final String COVER = "mkdir -p %1$s && mount -t tmpfs -o mode=755 tmpfs %1$s\n";

  private static final String STAND_INS =
      """
      for key in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops \
          kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
        file=$0/$(echo $key | tr / .)
        mkdir -p "$0" && cat /proc/sys/$key >"$file" && mount --bind "$file" /proc/sys/$key
      done
      """;

  private final Root scratch;
  private final List<Path> made = new ArrayList<>();

  /** Daemons whose files lie below {@code scratch}. */
  public PrivateDaemons(Root scratch) {
    this.scratch = scratch;
    for (Path folder : List.of(Path.of(SHIM_SOCKETS), Path.of(PLUGINS))) {
      if (!Files.exists(folder)) {
        made.add(folder);
      }
    }
  }

  /**
   * Takes away the folders that had to be made outside of the scratch root, once the daemons have
   * ended.
   */
  public void removeFolders() {
    made.forEach(Trees::removeOwnIfEmpty);
  }

  /** containerd on the scratch root's configuration, started {@code late}. */
  public List<String> containerd(Duration late) {
    String script =
        COVER.formatted(SHIM_SOCKETS)
            + "sleep "
            + late.toMillis() / 1000.0
            + "\nexec containerd --config \"$0\"";
    return words(script, scratch.at("/etc/containerd/config.toml").toString());
  }

  /** kubelet without an API server, on a configuration file of its own. */
  public List<String> kubelet() {
    String script =
        COVER.formatted(PLUGINS)
            + STAND_INS
            + "exec kubelet --config=\"$1\" --root-dir=\"$2\" --cert-dir=\"$2/pki\""
            + " --hostname-override=rehearsal";
    return words(
        script,
        scratch.at("/run/sysctl").toString(),
        scratch.at("/etc/kubelet.yaml").toString(),
        scratch.at("/var/lib/kubelet").toString());
  }

  private static List<String> words(String script, String... arguments) {
    List<String> words = new ArrayList<>(OWN_MOUNTS);
    words.add(script);
    words.addAll(List.of(arguments));
    return words;
  }
}
