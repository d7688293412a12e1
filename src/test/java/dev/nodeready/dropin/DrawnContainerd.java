package dev.nodeready.dropin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws what a NodeConfig says of containerd, all of it in one schema. */
final class DrawnContainerd {
  static final String OLD = "io.containerd.grpc.v1.cri";
  static final String IMAGES = "io.containerd.cri.v1.images";
  static final String RUNTIME = "io.containerd.cri.v1.runtime";
  static final String SERVER = "io.containerd.server.v1.grpc";

  private final Draw draw;
  private final int schema;

  /** In a schema that mostly suits the machine's containerd. */
  DrawnContainerd(Draw draw, Machine machine) {
    this.draw = draw;
    int newest = machine.containerd2(3) ? 4 : machine.containerd2(0) ? 3 : 2;
    schema = draw.oneIn(8) ? draw.of(2, 3, 4) : draw.of(2, newest);
  }

  Map<String, @Nullable Object> draw() {
    return draw.some(
        Map.of(
            "config", this::config,
            "baseRuntimeSpec", this::runtimeSpec,
            "unknown", draw::text),
        2);
  }

  private Said config() {
    if (draw.oneIn(8)) {
      return new Said(draw.of("", "\n", "# nothing\n"), Map.of());
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (schema > 2 || draw.oneIn(2)) {
      tree.put("version", (long) schema);
    }
    Map<String, @Nullable Object> plugins = new LinkedHashMap<>(plugins());
    if (!plugins.isEmpty()) {
      tree.put("plugins", plugins);
    }
    tree.putAll(settings());
    return new Said(new OddToml(draw.seed()).write(tree), tree);
  }

  private Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings =
        draw.some(
            Map.of(
                "oom_score", () -> draw.of(-999L, 0L, 17L),
                "debug", () -> Map.of("level", draw.of("info", "debug")),
                "timeouts", () -> Map.of("a.b", "5s", "c", "1m"),
                "unknown", () -> tomlValue(2)),
            4);
    settings.values().removeIf(value -> value == null);
    if (schema < 4 && draw.oneIn(8)) {
      settings.put("grpc", Map.of("address", "/run/quay/c.sock", "gid", 5L));
    }
    return settings;
  }

  private Map<String, @Nullable Object> plugins() {
    Map<String, @Nullable Object> plugins = new LinkedHashMap<>();
    if (schema == 2) {
      add(plugins, OLD, merged(images("sandbox_image"), runtime()));
    } else {
      add(plugins, IMAGES, images("pinned_images"));
      add(plugins, RUNTIME, runtime());
    }
    if (schema == 4 && draw.oneIn(4)) {
      add(plugins, SERVER, Map.of("address", "/run/quay/four.sock"));
    }
    return plugins;
  }

  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(one);
    all.putAll(other);
    return all;
  }

  private static void add(
      Map<String, @Nullable Object> plugins, String name, Map<String, @Nullable Object> keys) {
    keys.values().removeIf(value -> value == null);
    if (!keys.isEmpty()) {
      plugins.put(name, keys);
    }
  }

  private Map<String, @Nullable Object> images(String sandbox) {
    String image = draw.of("registry.example/pause:3.10", "localhost/quay:1");
    return draw.some(
        Map.of(
            sandbox,
            () -> sandbox.equals("sandbox_image") ? image : Map.of("sandbox", image),
            "max_concurrent_downloads",
            () -> 5L,
            "registry",
            () -> Map.of("config_path", draw.of("/etc/quay/certs.d", "")),
            "quay unknown",
            () -> tomlValue(2)));
  }

  private Map<String, @Nullable Object> runtime() {
    return draw.some(
        Map.of(
            "enable_cdi", () -> draw.of(true, false),
            "containerd", this::runtimes,
            "cni", () -> Map.of("bin_dir", "/srv/cni", "max_conf_num", 1L)));
  }

  private Map<String, @Nullable Object> runtimes() {
    String name = draw.of("runc", "gvisor", "kata.v2");
    Map<String, @Nullable Object> runtimes = new LinkedHashMap<>();
    if (draw.oneIn(2)) {
      runtimes.put("default_runtime_name", name);
    }
    runtimes.put(
        "runtimes",
        Map.of(
            name,
            Map.of(
                "runtime_type",
                "io.containerd." + name + ".v1",
                "options",
                Map.of("SystemdCgroup", draw.of(true, false), "quay", tomlValue(1)))));
    return runtimes;
  }

  private Object tomlValue(int depth) {
    return switch (draw.below(depth > 0 ? 9 : 6)) {
      case 0 -> draw.of(true, false);
      case 1 -> draw.of(0L, 77L, -9L, 9007199254740993L);
      case 2 -> draw.of(0.5, -1.5e10, 3.0);
      case 3, 4, 5 -> draw.text();
      case 6 -> List.of(1L, 2L);
      case 7 -> List.of(Map.of("a", tomlValue(0)), Map.of("b c", tomlValue(depth - 1)));
      default -> Map.of("a", tomlValue(depth - 1), "é.\"d", tomlValue(0));
    };
  }

  private Map<String, @Nullable Object> runtimeSpec() {
    return draw.some(
        Map.of(
            "hostname",
            draw::text,
            "linux",
            () -> Map.of("sysctl", Map.of("a.b", "1"), "namespaces", List.of()),
            "process",
            () ->
                Map.of(
                    "rlimits",
                    List.of(Map.of("type", "RLIMIT_NOFILE", "soft", 1024L, "hard", 4096L)),
                    "noNewPrivileges",
                    draw.of(true, false)),
            "annotations",
            () -> draw.object(0)));
  }
}
