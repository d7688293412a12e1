package dev.nodeready.containerd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration that nodeready generates, as a list of tables in the order of the file. */
final class Generated {
  static final String SOCKET = "/run/containerd/containerd.sock";
  static final String BASE_SPEC = "/etc/containerd/base-runtime-spec.json";
  private static final String CERTS = "/etc/containerd/certs.d:/etc/docker/certs.d";

  private final Settings settings;
  private final Schema schema;
  private final List<Table> tables = new ArrayList<>();

  private Generated(Settings settings) {
    this.settings = settings;
    this.schema = settings.schema();
  }

  private record Table(List<String> path, Map<String, Object> keys) {}

  static Generated of(Settings settings) {
    Generated made = new Generated(settings);
    made.roots();
    if (made.schema == Schema.V2) {
      made.oneCriPlugin();
    } else {
      made.twoCriPlugins();
    }
    made.runtimes();
    made.table(made.schema.runtime("cni"), "bin_dir", "/opt/cni/bin", "conf_dir", "/etc/cni/net.d");
    if (settings.soci()) {
      made.soci();
    }
    return made;
  }

  /** As nested tables, for merging. */
  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tables.forEach(table -> Tree.put(tree, table.path(), table.keys()));
    return tree;
  }

  /** As the file that is written where the user adds nothing. */
  String text() {
    StringBuilder text = new StringBuilder(2048);
    for (Table table : tables) {
      if (!table.path().isEmpty()) {
        text.append('[').append(header(table.path())).append("]\n");
      }
      table.keys().forEach((key, value) -> text.append(line(key, value)));
      text.append('\n');
    }
    if (settings.soci()) {
      text.setLength(text.length() - 2);
    }
    return text.toString();
  }

  private void roots() {
    table(
        List.of(),
        "version",
        (long) schema.version,
        "root",
        "/var/lib/containerd",
        "state",
        "/run/containerd");
    table(schema.server(), "address", SOCKET);
  }

  private void oneCriPlugin() {
    table(
        schema.runtime("containerd"),
        "default_runtime_name",
        settings.defaultRuntime(),
        "discard_unpacked_layers",
        true);
    snapshotter();
    table(schema.runtime(), "sandbox_image", settings.sandboxImage(), "enable_cdi", settings.cdi());
    table(schema.images("registry"), "config_path", CERTS);
  }

  private void twoCriPlugins() {
    table(schema.images(), "discard_unpacked_layers", true);
    snapshotter();
    table(schema.images("pinned_images"), "sandbox", settings.sandboxImage());
    table(schema.images("registry"), "config_path", CERTS);
    table(schema.runtime(), "enable_cdi", settings.cdi());
    table(schema.runtime("containerd"), "default_runtime_name", settings.defaultRuntime());
  }

  private void snapshotter() {
    if (settings.soci()) {
      Map<String, Object> keys = tables.getLast().keys();
      keys.put("snapshotter", "soci");
      keys.put("disable_snapshot_annotations", false);
    }
  }

  private void runtimes() {
    runtime(settings.defaultRuntime());
    if (settings.nvidia() && settings.keepRunc()) {
      runtime("runc");
    }
  }

  private void runtime(String name) {
    table(
        schema.runtime("containerd", "runtimes", name),
        "runtime_type",
        "io.containerd.runc.v2",
        "base_runtime_spec",
        BASE_SPEC);
    table(
        schema.runtime("containerd", "runtimes", name, "options"),
        "BinaryName",
        settings.binary(name),
        "SystemdCgroup",
        true);
  }

  private void soci() {
    table(List.of("proxy_plugins", "soci"), "type", "snapshot", "address", Soci.SOCKET);
    table(List.of("proxy_plugins", "soci", "exports"), "root", "/var/lib/soci-snapshotter-grpc");
  }

  private void table(List<String> path, Object... keysAndValues) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      keys.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    tables.add(new Table(path, keys));
  }

  private String header(List<String> path) {
    char quote = schema == Schema.V2 ? '"' : '\'';
    StringBuilder header = new StringBuilder();
    for (String key : path) {
      header.append(header.isEmpty() ? "" : ".");
      header.append(key.indexOf('.') < 0 ? key : quote + key + quote);
    }
    return header.toString();
  }

  private static String line(String key, Object value) {
    return key + " = " + (value instanceof String text ? quoted(text) : value) + "\n";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        quoted.append("\\u%04X".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
