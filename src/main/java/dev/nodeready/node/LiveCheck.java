package dev.nodeready.node;

import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what the machine really uses with the desired node: files that were edited behind our
 * back, and what containerd makes of its configuration with everything that it imports.
 *
 * @param containerd the program
 * @param version of it
 */
public record LiveCheck(Root root, Commands commands, String containerd, ProgramVersion version) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A check by the containerd on the PATH. */
  public LiveCheck(Root root, Commands commands, ProgramVersion version) {
    this(root, commands, "containerd", version);
  }

  /** Where the machine differs, a line each; empty when it does not. */
  public List<String> drift(DesiredNode node) throws InterruptedException {
    List<String> drift = new ArrayList<>(edited(node));
    Commands.Result dump =
        commands.run(
            LIMIT,
            List.of(
                containerd,
                "--config",
                root.at("/etc/containerd/config.toml").toString(),
                "config",
                "dump"));
    if (!dump.ok()) {
      drift.add("containerd cannot read its configuration: " + dump.lastWords());
      return drift;
    }
    EffectiveConfig live = EffectiveConfig.parse(dump.output());
    compare(drift, "socket", node.criEndpoint(), live.endpoint());
    compare(drift, "sandbox image", node.sandboxImage(), live.sandboxImage());
    for (Failure killer : live.killers(version)) {
      drift.add(killer.toLine());
    }
    return drift;
  }

  private List<String> edited(DesiredNode node) {
    Manifest manifest = new Manifest(root);
    List<String> edited = new ArrayList<>();
    for (UnitInputs unit : node.units()) {
      for (String path : unit.paths()) {
        String line = path + " was edited since nodeready wrote it";
        if (manifest.wrote(path) && !manifest.isAsWritten(path) && !edited.contains(line)) {
          edited.add(line);
        }
      }
    }
    return edited;
  }

  private static void compare(List<String> drift, String what, String wanted, String live) {
    if (!wanted.equals(live)) {
      drift.add("containerd's " + what + " is " + live + ", not " + wanted);
    }
  }
}
