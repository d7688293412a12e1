package dev.nodeready.kubelet;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.Decimal;
import dev.nodeready.config.kubelet.KubeletSettings;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what kills a kubelet right after its start although its configuration is sound: swap,
 * sysctls, control groups, state and drop-ins that others left. What is not there (as below a
 * scratch root) says nothing.
 */
public final class Preflight {
  static final String TRIED = "make sure that kubelet can run";

  private static final Map<String, Integer> SYSCTLS =
      Map.of(
          "vm.overcommit_memory", 1,
          "vm.panic_on_oom", 0,
          "kernel.panic", 10,
          "kernel.panic_on_oops", 1,
          "kernel.keys.root_maxkeys", 1_000_000,
          "kernel.keys.root_maxbytes", 25_000_000);

  private static final String LEFT = "/var/lib/kubelet/";

  // What kubelet leaves there and reads again.
  private static final String CPU_STATE = LEFT + "cpu_manager_state";
  private static final String MEMORY_STATE = LEFT + "memory_manager_state";

  private final Root root;
  private final KubeletSettings settings;
  private final int minor;
  private final boolean mends;
  private final List<Failure> fatal = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Preflight(Root root, String version, boolean mends) {
    this.root = root;
    this.mends = mends;
    this.settings = KubeletOnMachine.settings(root, version);
    this.minor = Math.clamp(Release.of(version), Release.OLDEST, Release.NEWEST);
  }

  /**
   * What was found.
   *
   * @param fatal what kubelet is certain to exit on, worst first; no start waits for it to be gone,
   *     and only once kubelet has fallen over does one of them become the verdict
   * @param notes what it lives with, and what was mended
   */
  public record Found(List<Failure> fatal, List<String> notes) {}

  /** Whether there is something to {@link #mend} at all, as where a kubelet has run. */
  public static boolean mayMend(Root root) {
    return Files.exists(root.at(CPU_STATE)) || Files.exists(root.at(MEMORY_STATE));
  }

  /**
   * What has to be done before kubelet starts: removes the state of another policy where no pod can
   * rely on it.
   *
   * @param version kubelet's, such as {@code v1.34.2}; empty where it is not known
   */
  public static Found mend(Root root, String version) {
    Preflight look = new Preflight(root, version, true);
    look.states();
    return look.found();
  }

  /** Looks at all the rest, which kubelet's start need not wait for. */
  public static Found look(Root root, String version) {
    Preflight look = new Preflight(root, version, false);
    look.machine();
    look.localhost();
    return look.found();
  }

  /** Looks at all that is fatal, and changes nothing. */
  public static Found lookOnly(Root root, String version) {
    Preflight look = new Preflight(root, version, false);
    look.machine();
    look.states();
    return look.found();
  }

  private void machine() {
    new DropInLook(root, minor, fatal, notes).look();
    swap();
    controlGroups();
    sysctls();
    reserved();
  }

  private void states() {
    state(CPU_STATE, "cpuManagerPolicy");
    state(MEMORY_STATE, "memoryManagerPolicy");
  }

  private Found found() {
    return new Found(List.copyOf(fatal), List.copyOf(notes));
  }

  private void swap() {
    List<String> lines = lines("/proc/swaps");
    if (lines.size() < 2 || !settings.is("failSwapOn")) {
      return;
    }
    List<String> places = lines.stream().skip(1).map(line -> line.split("\\s+", 2)[0]).toList();
    fatal.add(
        Failure.permanent(
            Code.KUBELET_SWAP_ON,
            TRIED,
            "swap is on: " + String.join(", ", places),
            "swapoff -a, and take it out of /etc/fstab; or set failSwapOn: false in"
                + " spec.kubelet.config"));
  }

  private void controlGroups() {
    boolean mounted = Files.isDirectory(root.at("/sys/fs/cgroup"));
    boolean unified = Files.exists(root.at("/sys/fs/cgroup/cgroup.controllers"));
    if (mounted && !unified && settings.text("memorySwap.swapBehavior").equals("LimitedSwap")) {
      fatal.add(
          Failure.permanent(
              Code.KUBELET_CGROUP_V1,
              TRIED,
              "memorySwap.swapBehavior is LimitedSwap, which needs control groups of version 2",
              "boot with systemd.unified_cgroup_hierarchy=1, or take it out of"
                  + " spec.kubelet.config"));
    }
    if (mounted && !unified && settings.is("failCgroupV1")) {
      fatal.add(
          Failure.permanent(
              Code.KUBELET_CGROUP_V1,
              TRIED,
              "this machine has control groups of version 1, on which this kubelet exits",
              "boot with systemd.unified_cgroup_hierarchy=1, or set failCgroupV1: false in"
                  + " spec.kubelet.config"));
    }
  }

  private void sysctls() {
    if (!settings.is("protectKernelDefaults")) {
      return;
    }
    List<String> wrong = new ArrayList<>();
    SYSCTLS.forEach((name, wanted) -> {
      List<String> lines = lines("/proc/sys/" + name.replace('.', '/'));
      if (!lines.isEmpty() && !lines.getFirst().strip().equals(String.valueOf(wanted))) {
        wrong.add(name + "=" + wanted + " (it is " + lines.getFirst().strip() + ")");
      }
    });
    if (!wrong.isEmpty()) {
      wrong.sort(null);
      fatal.add(
          Failure.permanent(
              Code.KUBELET_SYSCTL_DIFFERS,
              TRIED,
              "protectKernelDefaults is on, and kubelet wants " + String.join(", ", wrong),
              "set them in /etc/sysctl.d and run sysctl --system; or set protectKernelDefaults:"
                  + " false in spec.kubelet.config"));
    }
  }

  private void reserved() {
    for (String line : lines("/proc/meminfo")) {
      if (line.startsWith("MemTotal:")) {
        String kilobytes = line.replaceAll("[^0-9]", "");
        if (!kilobytes.isEmpty() && kilobytes.length() < 16) {
          reserved("memory", Decimal.of(Long.parseLong(kilobytes)).times(Decimal.of(1024)));
        }
      }
    }
    long cores = lines("/proc/cpuinfo").stream().filter(l -> l.startsWith("processor")).count();
    if (cores > 0 && settings.text("reservedSystemCPUs").isEmpty()) {
      reserved("cpu", Decimal.of(cores));
    }
  }

  private void reserved(String resource, Decimal capacity) {
    Decimal reserved = settings.reserved(resource, capacity);
    if (reserved.isAbove(capacity)) {
      fatal.add(
          Failure.permanent(
              Code.KUBELET_RESERVED_TOO_MUCH,
              TRIED,
              "kubeReserved, systemReserved and evictionHard keep back "
                  + reserved.whole()
                  + " of "
                  + resource
                  + ", and the machine has "
                  + capacity.whole(),
              "lower them in spec.kubelet.config, or maxPods, by which nodeadm reserves memory"));
    }
  }

  /** kubelet exits on a state that another policy wrote, as after a change of user data. */
  private void state(String path, String field) {
    String wanted = settings.text(field);
    Path file = root.at(path);
    String seen = policy(file);
    if (!Files.exists(file) || seen.equals(wanted)) {
      return;
    }
    String told = path + " is of " + field + " " + (seen.isEmpty() ? "?" : seen);
    if (mends && hasNoPods()) {
      new FileStore(root).remove(path);
      notes.add("removed " + told + ", and kubelet is to start with " + wanted);
      return;
    }
    fatal.add(
        Failure.permanent(
            Code.KUBELET_STATE_OF_OTHER_POLICY,
            TRIED,
            told + ", but kubelet is to start with " + wanted + ", and exits on that",
            hasNoPods() ? "rm " + path : "drain this node, then rm " + path));
  }

  private static String policy(Path file) {
    Map<String, @Nullable Object> state = KubeletOnMachine.object(file);
    Object policy = state.get("policyName");
    return policy instanceof String text ? text : "";
  }

  private boolean hasNoPods() {
    Path pods = root.at(LEFT + "pods");
    if (!Files.isDirectory(pods)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(pods)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private void localhost() {
    List<String> lines = lines("/etc/hosts");
    boolean named =
        lines.stream()
            .map(line -> List.of(line.replaceFirst("#.*", "").strip().split("\\s+")))
            .anyMatch(words -> words.getFirst().startsWith("127.") && words.contains("localhost"));
    if (!lines.isEmpty() && !named) {
      notes.add(
          "/etc/hosts has no 127.0.0.1 for localhost, which kubelet and others look up: add the line"
              + " 127.0.0.1 localhost");
    }
  }

  private List<String> lines(String path) {
    try {
      return Files.readString(root.at(path)).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
