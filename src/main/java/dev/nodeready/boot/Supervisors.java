package dev.nodeready.boot;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.retry.Time;
import dev.nodeready.systemd.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the supervisor that the options name. */
final class Supervisors {
  private Supervisors() {}

  static Supervisor of(BootOptions options, Time time) {
    Root root = options.root();
    return switch (options.supervisor()) {
      case SYSTEMD -> new SystemdSupervisor(Units.of(root, new Commands(Map.of())), time);
      case NONE -> new NoSupervisor();
      case PROCESS -> new ProcessSupervisor(root, daemon -> commandLine(root, daemon), Map.of());
    };
  }

  private static List<String> commandLine(Root root, Daemon daemon) {
    return switch (daemon) {
      case CONTAINERD ->
          List.of("containerd", "--config", root.at("/etc/containerd/config.toml").toString());
      case KUBELET -> kubeletCommandLine(root);
    };
  }

  private static List<String> kubeletCommandLine(Root root) {
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
