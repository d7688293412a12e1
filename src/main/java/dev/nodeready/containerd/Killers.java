package dev.nodeready.containerd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Patterns that containerd itself refuses, or that leave it without CRI: certain not to join, since
 * kubelet ends where its runtime does not answer. They are looked for before it is restarted, since
 * a running containerd with its old configuration is worth more than none. Source: containerd's own
 * checks, 1.6 to 2.4.
 */
final class Killers {
  private static final Set<String> CRI =
      Set.of("cri", Schema.V2.images, Schema.V3.images, Schema.V3.runtime);

  private final Map<String, ? extends @Nullable Object> tree;
  private final Schema schema;
  private final ProgramVersion containerd;
  private final boolean registryTls;
  private final List<Failure> found = new ArrayList<>();

  Killers(
      Map<String, ? extends @Nullable Object> tree,
      Schema schema,
      ProgramVersion containerd,
      boolean registryTls) {
    this.tree = tree;
    this.schema = schema;
    this.containerd = containerd;
    this.registryTls = registryTls;
  }

  List<Failure> find() {
    disabledPlugins();
    registry();
    defaultRuntime();
    folders();
    return List.copyOf(found);
  }

  private void disabledPlugins() {
    if (tree.get("disabled_plugins") instanceof List<?> disabled) {
      for (Object plugin : disabled) {
        if (CRI.contains(String.valueOf(plugin))) {
          add(
              Code.CONTAINERD_CONFIG_CRI_DISABLED,
              "disabled_plugins names " + plugin + ", so containerd has no CRI",
              Code.CONTAINERD_CONFIG_CRI_DISABLED.remedy());
        }
      }
    }
  }

  private void registry() {
    List<String> at = schema.images("registry");
    boolean byFolder = !Tree.text(tree, at, "config_path").isEmpty();
    if (!Tree.asTable(Tree.table(tree, at).get("mirrors")).isEmpty()) {
      mirrors(byFolder);
    }
    // containerd 2.x passes the TLS settings over.
    if (byFolder && registryTls && containerd.known() && !containerd.atLeast(2, 0)) {
      add(
          Code.CONTAINERD_CONFIG_REGISTRY,
          "registry.configs has tls settings and registry.config_path is set, and the CRI plugin"
              + " does not start then",
          "write the tls settings into hosts.toml in a folder for the registry");
    }
  }

  /** Where schema 2 has an empty {@code config_path}, 2.2.0 and 2.2.1 put their default there. */
  private void mirrors(boolean byFolder) {
    boolean byDefault =
        schema == Schema.V2
            && containerd.major() == 2
            && containerd.minor() == 2
            && containerd.patch() < 2;
    if (byFolder || byDefault) {
      add(
          Code.CONTAINERD_CONFIG_REGISTRY,
          "registry.mirrors and registry.config_path are both set, and the CRI plugin does not start"
              + " then"
              + (byFolder
                  ? ""
                  : "; containerd " + containerd + " takes an empty one for its default"),
          "take registry.mirrors out of spec.containerd.config, and write each mirror into"
              + " /etc/containerd/certs.d/REGISTRY/hosts.toml as [host.\"https://MIRROR\"]");
    }
  }

  private void defaultRuntime() {
    List<String> at = schema.runtime("containerd");
    String name = Tree.text(tree, at, "default_runtime_name");
    boolean given = Tree.table(tree, at).get("default_runtime_name") instanceof String;
    Map<String, @Nullable Object> runtimes = Tree.asTable(Tree.table(tree, at).get("runtimes"));
    if (given && !runtimes.containsKey(name)) {
      add(
          Code.CONTAINERD_CONFIG_RUNTIME,
          "default_runtime_name is '" + name + "', and there is no runtime of that name",
          "add containerd.runtimes."
              + name
              + " to spec.containerd.config, or name one of "
              + runtimes.keySet());
    }
  }

  private void folders() {
    String root = Tree.text(tree, List.of(), "root");
    if (!root.isEmpty() && root.equals(Tree.text(tree, List.of(), "state"))) {
      add(
          Code.CONTAINERD_CONFIG_FOLDERS,
          "root and state are both " + root,
          Code.CONTAINERD_CONFIG_FOLDERS.remedy());
    }
    if (Tree.table(tree, schema.server()).get("address") instanceof String address
        && address.isEmpty()) {
      add(
          Code.CONTAINERD_CONFIG_ADDRESS,
          "the address of containerd's socket is empty",
          Code.CONTAINERD_CONFIG_ADDRESS.remedy());
    }
  }

  private void add(Code code, String happened, String remedy) {
    found.add(Failure.permanent(code, "use this containerd configuration", happened, remedy));
  }
}
