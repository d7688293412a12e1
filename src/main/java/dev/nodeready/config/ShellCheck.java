package dev.nodeready.config;

import dev.nodeready.config.NodeConfig.Kubelet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what only a shell would replace: no shell reads a NodeConfig or what is made of it, so
 * kubelet gets {@code $(hostname)} as it is.
 */
final class ShellCheck {
  private static final String HOW =
      "let a script in the user data write the value into /etc/eks/nodeadm.d/90-own.yaml, a"
          + " NodeConfig with only this field";

  private final Report report;

  ShellCheck(Report report) {
    this.report = report;
  }

  void check(NodeConfig config) {
    Kubelet kubelet = config.kubelet();
    texts(kubelet.flags(), "spec.kubelet.flags");
    kubelet
        .config()
        .forEach((key, value) -> value(value, Paths.member("spec.kubelet.config", key)));
    config
        .instance()
        .environment()
        .forEach((service, variables) ->
            value(variables, Paths.member("spec.instance.environment", service)));
    NodeConfig.Cluster cluster = config.cluster();
    text(cluster.name(), "spec.cluster.name");
    text(cluster.apiServerEndpoint(), "spec.cluster.apiServerEndpoint");
    text(cluster.cidr(), "spec.cluster.cidr");
  }

  private void value(@Nullable Object value, String path) {
    switch (value) {
      case String text -> text(text, path);
      case Map<?, ?> map ->
          map.forEach((key, member) -> value(member, Paths.member(path, String.valueOf(key))));
      case List<?> list -> texts(list, path);
      case null, default -> {}
    }
  }

  private void texts(List<?> list, String path) {
    for (int at = 0; at < list.size(); at++) {
      value(list.get(at), Paths.item(path, at));
    }
  }

  /** Values may be secret, so no message repeats one. */
  private void text(String text, String path) {
    String what =
        text.contains("$(") || text.indexOf('`') >= 0
            ? "a command ($(…))"
            : text.contains("${") ? "a variable (${…})" : text.contains("{{") ? "a template" : null;
    if (what != null) {
      report.strict(path, "holds " + what + " that nobody replaces", HOW);
    }
  }
}
