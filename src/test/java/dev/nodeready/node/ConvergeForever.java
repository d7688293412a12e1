package dev.nodeready.node;

import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that goes from one node to another and back until it is killed. */
final class ConvergeForever {
  static final DesiredNode ONE = Nodes.desired();
  static final DesiredNode OTHER =
      DesiredNode.of(
          Nodes.config("version = 2\noom_score = -1\n", Map.of("maxPods", 9L), List.of("--v=4")),
          Map.of("kubelet", Map.of("A", "1")),
          Nodes.EC2,
          Nodes.FACTS);

  private ConvergeForever() {}

  public static void main(String[] arguments) {
    Root root = new Root(Path.of(arguments[0]));
    while (true) {
      new Converge(root, OTHER).applyFiles();
      new Converge(root, ONE).applyFiles();
    }
  }
}
