package dev.nodeready.node;

import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.supervise.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** How the daemons are called on the files of this node where no unit of systemd says it. */
public final class CommandLines {
  private CommandLines() {}

  /** Program and arguments. */
  public static List<String> of(Root root, Daemon daemon) {
    return switch (daemon) {
      case CONTAINERD ->
          List.of("containerd", "--config", root.at("/etc/containerd/config.toml").toString());
      case KUBELET -> kubelet(root);
    };
  }

  private static List<String> kubelet(Root root) {
    List<String> words = new ArrayList<>(List.of("kubelet"));
    try {
      words.addAll(KubeletArguments.of(Files.readString(root.at(KubeletArguments.FILE))));
    } catch (IOException e) {
      // Without the file kubelet starts with its own defaults, and says in its log what it misses.
      return words;
    }
    return words;
  }
}
