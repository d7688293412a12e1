package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import dev.nodeready.config.Words;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private final Findings findings;
  private final String path;

  LabelCheck(Findings findings, String path) {
    this.findings = findings;
    this.path = path;
  }

  /** Labels as {@code --node-labels} takes them: a key without = has an empty value. */
  void labels(String value) {
    for (String pair : value.split(",", -1)) {
      String label = pair.strip();
      if (label.isEmpty()) {
        continue;
      }
      int equals = label.indexOf('=');
      String key = equals < 0 ? label : label.substring(0, equals).strip();
      if (equals < 0) {
        // kubelet lives with it.
        findings.warn(
            path,
            "the label " + Suggest.quote(label) + " has no =, so its value is empty",
            "write key=value, or key= if that is meant");
      }
      key(key, "label");
      value(equals < 0 ? "" : label.substring(equals + 1).strip(), "label");
      reserved(key);
    }
  }

  /**
   * Taints as {@code --register-with-taints} takes them; an empty one between commas is one too.
   */
  void taints(String value) {
    if (value.isEmpty()) {
      return;
    }
    for (String item : value.split(",", -1)) {
      // A dash at the end takes a taint away, which does nothing here.
      String taint = item.endsWith("-") ? item.substring(0, item.length() - 1) : item;
      int colon = taint.indexOf(':');
      String[] pair = (colon < 0 ? taint : taint.substring(0, colon)).split("=", -1);
      if (item.isBlank()) {
        findings.error(path, "has an empty taint between its commas", "take out the comma");
      } else if (pair.length > 2 || (colon < 0 && !item.endsWith("-"))) {
        findings.error(path, "the taint " + Suggest.quote(item) + " has no effect", effects(taint));
      } else {
        taint(pair[0], pair.length > 1 ? pair[1] : "", taint.substring(colon + 1));
      }
    }
  }

  /** One taint, as {@code registerWithTaints} has it too. */
  void taint(String key, String value, String effect) {
    if (!EFFECTS.contains(effect)) {
      String near = effect(effect);
      findings.error(
          path,
          effect.isEmpty()
              ? "the taint " + Suggest.quote(key) + " has no effect"
              : Suggest.quote(effect) + " is no effect of a taint",
          near == null ? "write one of " + Suggest.list(EFFECTS) : Suggest.question(near));
    }
    key(key, "taint");
    value(value, "taint");
  }

  private static String effects(String taint) {
    return "write " + (taint.isEmpty() ? "key=value" : taint) + ":" + String.join(", :", EFFECTS);
  }

  /** Other tools write effects in capitals: NO_SCHEDULE. */
  private static @Nullable String effect(String seen) {
    String plain = seen.replace("_", "").replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
    for (String effect : EFFECTS) {
      if (effect.toLowerCase(Locale.ROOT).equals(plain)) {
        return effect;
      }
    }
    return seen.isEmpty() ? null : Suggest.closest(seen, EFFECTS);
  }

  /** kubelet may not give itself labels of Kubernetes' own namespaces, with a few exceptions. */
  private void reserved(String key) {
    String namespace = key.indexOf('/') < 0 ? "" : key.substring(0, key.indexOf('/'));
    if ((isIn(namespace, "kubernetes.io") || isIn(namespace, "k8s.io"))
        && !OWN.contains(key)
        && !isIn(namespace, "node.kubernetes.io")
        && !isIn(namespace, "kubelet.kubernetes.io")) {
      findings.error(
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
      findings.error(
          path,
          Suggest.quote(key) + " cannot be the key of a " + what,
          "write letters, digits, - _ . (63 at most), with a DNS name and / before it if need be");
    }
  }

  private void value(String value, String what) {
    if (!value.isEmpty() && !isName(value)) {
      findings.error(
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
