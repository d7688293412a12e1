package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.Root;
import dev.nodeready.verify.KernelSettings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kernels of an image have the modules that a node needs, may load them, and are not
 * set to keep pods from each other.
 */
final class KernelCheck {
  /** Settings with which no packet of a pod leaves its machine. */
  private static final List<String> FORWARDS =
      List.of("net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding");

  private static final String MODULES = "/lib/modules";

  private final Root root;
  private final List<String> wanted;
  private final List<Finding> found = new ArrayList<>();

  private KernelCheck(Patient patient, Optional<NodeConfig> config) {
    root = patient.root();
    wanted = wanted(config);
  }

  /** The modules and settings that this configuration needs. */
  static Check check(Optional<NodeConfig> config) {
    return new Check(
        "kernel",
        Set.of(Code.HOST_KERNEL_MODULE_MISSING, Code.HOST_SYSCTL_UNFIT),
        Need.NOTHING,
        patient -> new KernelCheck(patient, config).look());
  }

  private static List<String> wanted(Optional<NodeConfig> config) {
    List<String> wanted = new ArrayList<>(List.of("overlay"));
    String strategy =
        config
            .map(it -> it.instance().localStorage().strategy())
            .orElse("")
            .toLowerCase(Locale.ROOT);
    if (strategy.startsWith("raid")) {
      wanted.add(strategy);
    }
    return wanted;
  }

  private Looked look() {
    List<String> blocks = new ArrayList<>();
    for (String folder : List.of("/etc/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d")) {
      blocks.addAll(ImageFiles.list(root, folder, "*.conf"));
    }
    for (String module : wanted) {
      blocks.forEach(file -> blocked(module, file));
      ImageFiles.list(root, MODULES, "*").forEach(kernel -> has(module, kernel));
    }
    KernelSettings settings = KernelSettings.of(root);
    FORWARDS.forEach(name -> forwards(name, settings.sysctls().get(name)));
    return Looked.found(found);
  }

  private void blocked(String module, String file) {
    int number = 0;
    for (String line : ImageFiles.lines(root, file)) {
      number++;
      if (line.strip().matches("install\\s+" + module + "\\s+\\S*/(?:true|false)\\b.*")) {
        add(module, "modprobe is told not to load the module " + module, file + ":" + number, line);
      }
    }
  }

  /** Of a kernel that has no lists of its modules nothing is known. */
  private void has(String module, String kernel) {
    List<String> modules = new ArrayList<>(ImageFiles.lines(root, kernel + "/modules.builtin"));
    modules.addAll(ImageFiles.lines(root, kernel + "/modules.dep"));
    String name = ".*/" + module + "\\.ko(?:\\.\\w+)?(?::.*)?";
    if (!modules.isEmpty() && modules.stream().noneMatch(line -> line.matches(name))) {
      String what = "the kernel in %s has no module %s".formatted(kernel, module);
      add(module, what, kernel + "/modules.dep", modules.size() + " modules, and not this one");
    }
  }

  private void add(String module, String what, String source, String text) {
    Code code = Code.HOST_KERNEL_MODULE_MISSING;
    found.add(
        Finding.failure(code, Confidence.SEEN, what, Evidence.of(source, text))
            .mendedBy(code.remedy("MODULE", module)));
  }

  private void forwards(String name, @Nullable Setting setting) {
    if (setting != null && setting.value().equals("0")) {
      Code code = Code.HOST_SYSCTL_UNFIT;
      found.add(
          Finding.warning(
                  code,
                  Confidence.SEEN,
                  name + " is set to 0, so nothing is forwarded between pods and other machines",
                  Evidence.of(setting.source(), name + " = " + setting.value()))
              .mendedBy(code.remedy("NAME", name, "VALUE", "1")));
    }
  }
}
