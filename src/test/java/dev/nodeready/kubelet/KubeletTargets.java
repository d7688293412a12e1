package dev.nodeready.kubelet;

import dev.nodeready.failure.FailureException;
import dev.nodeready.fuzz.Target;
import java.util.List;

/** kubelet's files and words. */
public final class KubeletTargets {
  private KubeletTargets() {}

  public static List<Target> all() {
    return List.of(
        Target.of("kubelet-words", KubeletTargets::words)
            .from("NODEADM_KUBELET_ARGS=--a=b \\\"c d\\\" 'e f' --config /x\n")
            .from(
                "E1128 12:00:00.0 812 run.go:72] \"command failed\" err=\"failed to run Kubelet: x\"")
            .with("\\", "\"", "'", "\n", "NODEADM_KUBELET_ARGS=", "--", " ", "F1128 ", "] "),
        Target.of("dns", ClusterDns::of)
            .from("10.100.0.0/16", "fd00:1234::/108", "255.255.255.250/30", "::/0")
            .with("/", "::", ":", ".", "/128", "ffff", "0", "%1", "/032")
            .failing(FailureException.class));
  }

  private static void words(String text) {
    List<String> words = KubeletArguments.of(text);
    Object _ = KubeletArguments.file(words);
    Object _ = SystemdWords.of(text);
    List<String> lines = text.lines().toList();
    Object _ = KubeletWords.forGood(lines);
    int _ = KubeletWords.lastEnd(lines);
  }
}
