package dev.nodeready.dropin;

import static dev.nodeready.dropin.DrawnContainerd.IMAGES;
import static dev.nodeready.dropin.DrawnContainerd.OLD;
import static dev.nodeready.dropin.DrawnContainerd.RUNTIME;
import static dev.nodeready.dropin.DrawnContainerd.SERVER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What containerd has to be given. */
final class ContainerdModel {
  private static final String SPEC = "/etc/containerd/base-runtime-spec.json";

  private final Merged config;
  private final Machine machine;
  private final Map<String, @Nullable Object> users;
  private final int schema;

  ContainerdModel(Merged config, Machine machine) {
    this.config = config;
    this.machine = machine;
    Object said = Said.meaning(config.at("containerd.config"));
    users = Merged.table(said);
    schema = schema();
  }

  /**
   * By the number that the user says, else by the names of plugins; without either the newest that
   * is generated.
   */
  private int schema() {
    if (!machine.containerd2(0)) {
      return 2;
    }
    if (users.isEmpty()) {
      return 3;
    }
    if (users.get("version") instanceof Long version) {
      return version.intValue();
    }
    return newNames() ? 3 : 2;
  }

  private boolean newNames() {
    Map<String, @Nullable Object> plugins = Merged.table(users.get("plugins"));
    return plugins.containsKey(IMAGES)
        || plugins.containsKey(RUNTIME)
        || plugins.containsKey(SERVER);
  }

  /** Whether this containerd cannot read it at all. */
  boolean refused() {
    int newest = machine.containerd2(3) ? 4 : machine.containerd2(0) ? 3 : 2;
    return newest == 2 ? newNames() : users.get("version") instanceof Long said && said > newest;
  }

  boolean soci() {
    return config.gate("FastImagePull") && machine.memoryGib() >= 7 && machine.cpus() >= 4;
  }

  boolean migrates() {
    return machine.containerd2(0) && schema == 2;
  }

  String socket() {
    Map<String, @Nullable Object> plugins = Merged.table(tree().get("plugins"));
    Object server = schema == 4 ? plugins.get(SERVER) : tree().get("grpc");
    return String.valueOf(Merged.table(server).get("address"));
  }

  /** Generated, with what the user says, before any migration. */
  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("root", "/var/lib/containerd");
    tree.put("state", "/run/containerd");
    Map<String, @Nullable Object> plugins = schema == 2 ? onePlugin() : twoPlugins();
    Map<String, @Nullable Object> server = Map.of("address", "/run/containerd/containerd.sock");
    (schema == 4 ? plugins : tree).put(schema == 4 ? SERVER : "grpc", server);
    tree.put("plugins", plugins);
    if (soci()) {
      String socket = "/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";
      Map<String, Object> exports = Map.of("root", "/var/lib/soci-snapshotter-grpc");
      tree.put(
          "proxy_plugins",
          Map.of("soci", Map.of("type", "snapshot", "address", socket, "exports", exports)));
    }
    Map<String, @Nullable Object> all = Merged.deep(tree, users);
    all.put("version", (long) schema);
    return all;
  }

  private Map<String, @Nullable Object> onePlugin() {
    Map<String, @Nullable Object> runtimes = runtimes();
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    addImages(runtimes);
    keys.put("sandbox_image", image());
    keys.put("enable_cdi", cdi());
    keys.put("registry", registry());
    keys.put("containerd", runtimes);
    keys.put("cni", cni());
    return plugins(OLD, keys);
  }

  private Map<String, @Nullable Object> twoPlugins() {
    Map<String, @Nullable Object> images = new LinkedHashMap<>();
    addImages(images);
    images.put("pinned_images", Map.of("sandbox", image()));
    images.put("registry", registry());
    Map<String, @Nullable Object> plugins = plugins(IMAGES, images);
    plugins.put(RUNTIME, Map.of("enable_cdi", cdi(), "containerd", runtimes(), "cni", cni()));
    return plugins;
  }

  private static Map<String, @Nullable Object> plugins(
      String name, Map<String, @Nullable Object> keys) {
    Map<String, @Nullable Object> plugins = new LinkedHashMap<>();
    plugins.put(name, keys);
    return plugins;
  }

  private void addImages(Map<String, @Nullable Object> keys) {
    keys.put("discard_unpacked_layers", true);
    if (soci()) {
      keys.put("snapshotter", "soci");
      keys.put("disable_snapshot_annotations", false);
    }
  }

  private String image() {
    String own = config.text("bootstrap.sandboxImage");
    return own.isEmpty() ? "localhost/kubernetes/pause:latest" : own;
  }

  private boolean cdi() {
    return machine.kubeletMinor() >= 32;
  }

  private static Map<String, @Nullable Object> registry() {
    return Map.of("config_path", "/etc/containerd/certs.d:/etc/docker/certs.d");
  }

  private static Map<String, @Nullable Object> cni() {
    return Map.of("bin_dir", "/opt/cni/bin", "conf_dir", "/etc/cni/net.d");
  }

  /** runc, or NVIDIA's where that is installed; then runc beside it where the user speaks of it. */
  private Map<String, @Nullable Object> runtimes() {
    boolean nvidia = machine.nvidiaRuntime();
    Map<String, @Nullable Object> runtimes = new LinkedHashMap<>();
    if (nvidia) {
      runtimes.put("nvidia", runtime("/usr/bin/nvidia-container-runtime"));
    }
    if (!nvidia || speaksOfRunc()) {
      boolean outside = config.text("bootstrap.platform").equals("none");
      runtimes.put("runc", runtime(outside ? "runc" : "/usr/sbin/runc"));
    }
    Map<String, @Nullable Object> containerd = new LinkedHashMap<>();
    containerd.put("default_runtime_name", nvidia ? "nvidia" : "runc");
    containerd.put("runtimes", runtimes);
    return containerd;
  }

  private boolean speaksOfRunc() {
    Object plugin = Merged.table(users.get("plugins")).get(schema == 2 ? OLD : RUNTIME);
    Map<String, @Nullable Object> own = Merged.table(Merged.table(plugin).get("containerd"));
    return "runc".equals(own.get("default_runtime_name"))
        || Merged.table(own.get("runtimes")).containsKey("runc");
  }

  private static Map<String, @Nullable Object> runtime(String binary) {
    return Map.of(
        "runtime_type",
        "io.containerd.runc.v2",
        "base_runtime_spec",
        SPEC,
        "options",
        Map.of("BinaryName", binary, "SystemdCgroup", true));
  }

  /** The OCI runtime spec that every container starts from. */
  Map<String, @Nullable Object> runtimeSpec() {
    List<String> capabilities =
        List.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_RAW",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");
    Map<String, @Nullable Object> spec =
        KubeletModel.json(
            """
            {"linux": {
              "maskedPaths": ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
                "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
                "/proc/timer_stats", "/sys/firmware"],
              "namespaces": [{"type": "ipc"}, {"type": "mount"}, {"type": "network"},
                {"type": "pid"}, {"type": "uts"}],
              "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                "/proc/sysrq-trigger"],
              "resources": {"devices": [{"access": "rwm", "allow": false}]}},
             "mounts": [
              {"destination": "/dev", "source": "tmpfs", "type": "tmpfs",
               "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
              {"destination": "/dev/mqueue", "source": "mqueue", "type": "mqueue",
               "options": ["nosuid", "noexec", "nodev"]},
              {"destination": "/dev/pts", "source": "devpts", "type": "devpts",
               "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620",
                 "gid=5"]},
              {"destination": "/proc", "source": "proc", "type": "proc",
               "options": ["nosuid", "noexec", "nodev"]},
              {"destination": "/sys", "source": "sysfs", "type": "sysfs",
               "options": ["nosuid", "noexec", "nodev", "ro"]}],
             "ociVersion": "1.1.0",
             "process": {"cwd": "/", "noNewPrivileges": true, "user": {"gid": 0, "uid": 0},
               "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 65536, "hard": 1048576}]},
             "root": {"path": "rootfs"}}
            """);
    Map<String, @Nullable Object> process = Merged.table(spec.get("process"));
    process.put(
        "capabilities",
        Map.of("bounding", capabilities, "effective", capabilities, "permitted", capabilities));
    spec.put("process", process);
    return Merged.deep(spec, config.table("containerd.baseRuntimeSpec"));
  }
}
