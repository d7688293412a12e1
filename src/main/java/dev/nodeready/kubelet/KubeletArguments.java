package dev.nodeready.kubelet;

import java.util.ArrayList;
import java.util.List;

/**
 * kubelet's arguments as its unit gets them: the words of {@code NODEADM_KUBELET_ARGS} in its
 * environment file.
 */
public final class KubeletArguments {
  /** The environment file on the machine. */
  public static final String FILE = "/etc/eks/kubelet/environment";

  private static final String VARIABLE = "NODEADM_KUBELET_ARGS=";

  private KubeletArguments() {}

  /** The environment file that gives kubelet these words. */
  public static String file(List<String> words) {
    return VARIABLE + FlagLine.of(words, List.of()) + "\n";
  }

  /** The words, as systemd makes them; none where the variable is not set. */
  public static List<String> of(String environmentFile) {
    List<String> words = new ArrayList<>();
    for (String line : environmentFile.split("\n", -1)) {
      if (line.startsWith(VARIABLE)) {
        words.addAll(SystemdWords.of(line.substring(VARIABLE.length())));
      }
    }
    return words;
  }
}
