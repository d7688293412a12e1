package dev.nodeready.config.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds of kubelet's configuration before the user says anything, as far as a rule asks for
 * it: kubelet's defaults, and what nodeadm's own file sets (a test holds it against the rendered
 * file).
 */
final class Base {
  private Base() {}

  /** kubelet's defaults; those that depend on the version are of its later patches. */
  static Map<String, Object> defaults(int minor) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("imageGCHighThresholdPercent", 85L);
    known.put("imageGCLowThresholdPercent", 80L);
    known.put("imageMinimumGCAge", "2m");
    known.put("imageMaximumGCAge", "0s");
    known.put("cgroupsPerQOS", true);
    known.put("enforceNodeAllocatable", List.of("pods"));
    known.put("cpuManagerPolicy", "none");
    known.put("memoryManagerPolicy", "None");
    known.put("topologyManagerPolicy", "none");
    known.put("topologyManagerScope", "container");
    known.put("failSwapOn", true);
    known.put("failCgroupV1", minor >= 35);
    known.put("enableSystemLogHandler", true);
    known.put("cpuCFSQuotaPeriod", "100ms");
    return known;
  }

  /** What nodeadm's file sets, on the machines where it sets most. */
  static Map<String, @Nullable Object> generated(int minor) {
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("cgroupRoot", "/");
    file.put(
        "evictionHard",
        Map.of("memory.available", "100Mi", "nodefs.available", "10%", "nodefs.inodesFree", "5%"));
    file.put("featureGates", gates(minor));
    file.put("hairpinMode", "hairpin-veth");
    file.put("kubeReserved", Map.of("cpu", "70m", "ephemeral-storage", "1Gi", "memory", "574Mi"));
    file.put("kubeReservedCgroup", "/runtime");
    file.put("protectKernelDefaults", true);
    file.put("readOnlyPort", 0L);
    file.put("serializeImagePulls", false);
    file.put("serverTLSBootstrap", true);
    if (minor >= 34) {
      file.put("shutdownGracePeriod", "2m30s");
      file.put("shutdownGracePeriodCriticalPods", "30s");
    }
    file.put("systemReservedCgroup", "/system");
    return file;
  }

  private static Map<String, Object> gates(int minor) {
    Map<String, Object> gates = new LinkedHashMap<>();
    gates.put("RotateKubeletServerCertificate", true);
    if (minor >= 33) {
      gates.put("DynamicResourceAllocation", true);
    }
    if (minor >= 34) {
      gates.put("MutableCSINodeAllocatableCount", true);
    }
    return gates;
  }
}
