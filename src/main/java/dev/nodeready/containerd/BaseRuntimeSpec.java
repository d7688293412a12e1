package dev.nodeready.containerd;

import dev.nodeready.config.DeepMerge;
import dev.nodeready.config.json.Json;
import dev.nodeready.host.RenderedFile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OCI runtime spec that every container starts from. */
final class BaseRuntimeSpec {
  private static final List<String> CAPABILITIES =
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

  private static final BigInteger UNLIMITED = new BigInteger("18446744073709551615");

  private BaseRuntimeSpec() {}

  /** The default, or with what the user adds: sorted then, as nodeadm does. */
  static RenderedFile file(Map<String, ? extends @Nullable Object> users) {
    String text =
        users.isEmpty()
            ? Json.pretty(defaults(), 2) + "\n"
            : Json.pretty(exact(Json.sorted(DeepMerge.merge(defaults(), users))), 4);
    return RenderedFile.text(Generated.BASE_SPEC, text);
  }

  /** Limits are unsigned, and the largest of them means none; a float would be one too many. */
  private static @Nullable Object exact(@Nullable Object value) {
    return switch (value) {
      case Double number when number == 0x1p64 -> UNLIMITED;
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> exact = new LinkedHashMap<>();
        map.forEach((key, member) -> exact.put((String) key, exact(member)));
        yield exact;
      }
      case List<?> list -> {
        List<@Nullable Object> exact = new ArrayList<>();
        list.forEach(item -> exact.add(exact(item)));
        yield exact;
      }
      case null, default -> value;
    };
  }

  private static Map<String, @Nullable Object> defaults() {
    return map(
        "linux", linux(),
        "mounts", mounts(),
        "ociVersion", "1.1.0",
        "process", process(),
        "root", map("path", "rootfs"));
  }

  private static Map<String, @Nullable Object> linux() {
    return map(
        "maskedPaths",
        List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/firmware"),
        "namespaces",
        List.of(
            map("type", "ipc"),
            map("type", "mount"),
            map("type", "network"),
            map("type", "pid"),
            map("type", "uts")),
        "readonlyPaths",
        List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"),
        "resources",
        map("devices", List.of(map("access", "rwm", "allow", false))));
  }

  private static List<Object> mounts() {
    return List.of(
        mount("/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        mount("/dev/mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        mount(
            "/dev/pts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"),
        mount("/proc", "proc", "nosuid", "noexec", "nodev"),
        mount("/sys", "sysfs", "nosuid", "noexec", "nodev", "ro"));
  }

  private static Map<String, @Nullable Object> mount(
      String destination, String type, String... options) {
    return map(
        "destination", destination, "options", List.of(options), "source", type, "type", type);
  }

  private static Map<String, @Nullable Object> process() {
    return map(
        "capabilities",
        map("bounding", CAPABILITIES, "effective", CAPABILITIES, "permitted", CAPABILITIES),
        "cwd",
        "/",
        "noNewPrivileges",
        true,
        "rlimits",
        List.of(map("type", "RLIMIT_NOFILE", "soft", 65536L, "hard", 1048576L)),
        "user",
        map("gid", 0L, "uid", 0L));
  }

  private static Map<String, @Nullable Object> map(Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      map.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    return map;
  }
}
