package dev.nodeready.config;

import java.util.List;
import java.util.Set;

/** Checks labels and taints by the rules of Kubernetes; kubelet exits on what breaks them. */
final class LabelCheck {
  private static final Set<String> OWN =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "node.kubernetes.io/instance-type",
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/instance-type",
          "failure-domain.beta.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone");

  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private final Report report;
  private final String path;

  LabelCheck(Report report, String path) {
    this.report = report;
    this.path = path;
  }

  /** Labels as {@code --node-labels} takes them. */
  void labels(String value) {
    for (String pair : value.split(",", -1)) {
      String label = pair.strip();
      int equals = label.indexOf('=');
      if (label.isEmpty()) {
        continue;
      }
      if (equals < 0) {
        report.error(path, "the label " + Suggest.quote(label) + " has no =", "write key=value");
        continue;
      }
      String key = label.substring(0, equals).strip();
      key(key, "label");
      value(label.substring(equals + 1).strip(), "label");
      reserved(key);
    }
  }

  /** Taints as {@code --register-with-taints} takes them. */
  void taints(String value) {
    for (String item : value.split(",", -1)) {
      String taint = item.strip();
      if (taint.isEmpty()) {
        continue;
      }
      int colon = taint.lastIndexOf(':');
      String effect = taint.substring(colon + 1);
      if (colon < 0 || !EFFECTS.contains(effect)) {
        report.error(
            path,
            "the taint " + Suggest.quote(taint) + " has no effect",
            "end it with :" + String.join(", :", EFFECTS));
        continue;
      }
      String[] pair = taint.substring(0, colon).split("=", 2);
      key(pair[0], "taint");
      value(pair.length > 1 ? pair[1] : "", "taint");
    }
  }

  /** kubelet may not give itself labels of Kubernetes' own namespaces, with a few exceptions. */
  private void reserved(String key) {
    String namespace = key.indexOf('/') < 0 ? "" : key.substring(0, key.indexOf('/'));
    if ((isIn(namespace, "kubernetes.io") || isIn(namespace, "k8s.io"))
        && !OWN.contains(key)
        && !isIn(namespace, "node.kubernetes.io")
        && !isIn(namespace, "kubelet.kubernetes.io")) {
      report.error(
          path,
          "kubelet refuses to start with the label " + Suggest.quote(key),
          "use the prefix node.kubernetes.io/ or kubelet.kubernetes.io/ or one of your own, or"
              + " label the node from outside");
    }
  }

  private static boolean isIn(String namespace, String domain) {
    return namespace.equals(domain) || namespace.endsWith("." + domain);
  }

  private void key(String key, String what) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    if ((slash >= 0 && !Words.isDnsName(prefix)) || !isName(key.substring(slash + 1))) {
      report.error(
          path,
          Suggest.quote(key) + " cannot be the key of a " + what,
          "write letters, digits, - _ . (63 at most), with a DNS name and / before it if need be");
    }
  }

  private void value(String value, String what) {
    if (!value.isEmpty() && !isName(value)) {
      report.error(
          path,
          Suggest.quote(value) + " cannot be the value of a " + what,
          "write letters, digits, - _ . (63 at most)");
    }
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 63
        && Words.isMadeOf(text, "-_.")
        && Words.isAlphanumeric(text.charAt(0))
        && Words.isAlphanumeric(text.charAt(text.length() - 1));
  }
}
