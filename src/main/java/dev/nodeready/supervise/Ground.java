package dev.nodeready.supervise;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Programs;
import dev.nodeready.host.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * On which files daemons run. Below a root of their own they see its folders in place of the
 * machine's, so that what stands in their configuration, and what is built into them, leads nowhere
 * else.
 */
@FunctionalInterface
interface Ground {
  /** The files that the command lines name. */
  Ground AS_NAMED = (words, neighbour) -> words;

  /** What containerd and kubelet keep, and where nodeready writes for them. */
  List<String> FOLDERS =
      List.of(
          "/etc/containerd",
          "/etc/cni/net.d",
          "/etc/eks",
          "/etc/kubernetes",
          "/run/containerd",
          "/run/netns",
          "/var/lib/cni",
          "/var/lib/containerd",
          "/var/lib/kubelet",
          "/var/log/containers",
          "/var/log/pods");

  /** A place to mount on has to be there, so one that the machine lacks is made, and is empty. */
  String SCRIPT =
      """
      for folder in %s; do
        mkdir -p "$0$folder" "$folder"
        mount --bind "$0$folder" "$folder"
      done
      exec "$@"
      """
          .formatted(String.join(" ", FOLDERS));

  /**
   * The command line that runs {@code words} there.
   *
   * @param neighbour the other daemon, where it runs: what either of them mounts, the other has to
   *     see
   * @throws dev.nodeready.failure.FailureException when this process cannot lay the ground
   */
  List<String> commandLine(List<String> words, OptionalLong neighbour);

  /** The ground of this root; nothing has to be laid for the machine itself. */
  static Ground of(Root root) {
    return root.equals(Root.MACHINE)
        ? AS_NAMED
        : (words, neighbour) -> below(root, words, neighbour);
  }

  private static List<String> below(Root root, List<String> words, OptionalLong neighbour) {
    Programs.require(words.getFirst());
    String tool = neighbour.isPresent() ? "nsenter" : "unshare";
    String lacks =
        Privileges.own().mayMount()
            ? Programs.find(tool).isPresent() ? "" : "there is no " + tool + " on the PATH"
            : "this process may not mount (CAP_SYS_ADMIN)";
    if (!lacks.isEmpty()) {
      throw Failure.permanent(
              Code.HOST_ROOT_NOT_PRIVATE,
              "run " + words.getFirst() + " on the files below " + root.folder(),
              lacks)
          .asException();
    }
    List<String> line = new ArrayList<>();
    if (neighbour.isPresent()) {
      line.addAll(List.of(tool, "--target", "" + neighbour.getAsLong(), "--mount", "--"));
    } else {
      line.addAll(List.of(tool, "--mount", "--propagation", "private", "--"));
      line.addAll(List.of("sh", "-euc", SCRIPT, root.folder().toString()));
    }
    line.addAll(words);
    return line;
  }
}
