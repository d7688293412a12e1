package dev.nodeready.kubelet;

import dev.nodeready.config.NodeStatus.InstanceDetails;
import dev.nodeready.config.json.Json;
import dev.nodeready.host.ProgramVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The generated KubeletConfiguration. It never holds what the user sets: that is a drop-in of its
 * own, which kubelet merges by its own rules.
 */
final class KubeletConfiguration {
  private static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";

  /**
   * Allowed ciphers. The last two give no forward secrecy; they stay because nodeadm's file has
   * them, and a client that needs one would find a node of ours closed to it.
   */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
          "TLS_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_RSA_WITH_AES_256_GCM_SHA384");

  private final KubeletInput input;
  private final Map<String, Object> keys = new LinkedHashMap<>();

  private KubeletConfiguration(KubeletInput input) {
    this.input = input;
  }

  /** The file's text. */
  static String text(KubeletInput input, int maxPods) {
    KubeletConfiguration made = new KubeletConfiguration(input);
    made.access();
    made.runtime();
    made.resources(maxPods);
    made.rest();
    return Json.pretty(made.keys, 4);
  }

  /** The drop-in's text: the user's keys win, also over kind and apiVersion. */
  static String dropIn(Map<String, ?> users) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("kind", "KubeletConfiguration");
    keys.put("apiVersion", API_VERSION);
    keys.putAll(users);
    return Json.pretty(Json.sorted(keys), 4);
  }

  private void access() {
    keys.put("address", "0.0.0.0");
    keys.put(
        "authentication",
        ordered(
            "x509", Map.of("clientCAFile", KubeletPaths.CA),
            "webhook", ordered("enabled", true, "cacheTTL", "2m0s"),
            "anonymous", Map.of("enabled", false)));
    keys.put(
        "authorization",
        ordered(
            "mode",
            "Webhook",
            "webhook",
            ordered("cacheAuthorizedTTL", "5m0s", "cacheUnauthorizedTTL", "30s")));
  }

  private void runtime() {
    keys.put("cgroupDriver", "systemd");
    keys.put("cgroupRoot", "/");
    keys.put("clusterDNS", List.of(ClusterDns.of(input.config().cluster().cidr()).address()));
    keys.put("clusterDomain", "cluster.local");
    keys.put("containerRuntimeEndpoint", input.runtimeEndpoint());
    if (!input.imageEndpoint().isEmpty()) {
      keys.put("imageServiceEndpoint", input.imageEndpoint());
    }
  }

  private void resources(int maxPods) {
    Integer cpu = input.facts().cpuMillicores();
    keys.put(
        "evictionHard",
        ordered("memory.available", "100Mi", "nodefs.available", "10%", "nodefs.inodesFree", "5%"));
    keys.put("featureGates", gates(input.version()));
    keys.put("hairpinMode", "hairpin-veth");
    keys.put(
        "kubeReserved",
        ordered(
            "cpu", (cpu == null ? 0 : Reserved.cpuMillicores(cpu)) + "m",
            "ephemeral-storage", "1Gi",
            "memory", Reserved.memoryMib(maxPods) + "Mi"));
    keys.put("kubeReservedCgroup", "/runtime");
    keys.put("logging", Map.of("verbosity", 2));
    keys.put("maxPods", maxPods);
  }

  private void rest() {
    InstanceDetails instance = input.status().instance();
    if (instance != null) {
      keys.put("protectKernelDefaults", true);
      keys.put("providerID", "aws:///" + instance.availabilityZone() + "/" + instance.id());
    }
    keys.put("readOnlyPort", 0);
    if (!input.onEc2() && KubeletFlags.bootstraps(input)) {
      // Without it kubelet asks for its certificate before all else, and ends where nobody answers.
      keys.put("rotateCertificates", true);
    }
    keys.put("serializeImagePulls", false);
    keys.put("serverTLSBootstrap", true);
    if (input.version().atLeast(1, 34)) {
      keys.put("shutdownGracePeriod", "2m30s");
      keys.put("shutdownGracePeriodCriticalPods", "30s");
    }
    keys.put("systemReservedCgroup", "/system");
    keys.put("tlsCipherSuites", CIPHERS);
    keys.put("kind", "KubeletConfiguration");
    keys.put("apiVersion", API_VERSION);
  }

  private static Map<String, Object> gates(ProgramVersion kubelet) {
    Map<String, Object> gates = new LinkedHashMap<>();
    if (kubelet.atLeast(1, 33)) {
      gates.put("DynamicResourceAllocation", true);
    }
    if (kubelet.atLeast(1, 34)) {
      gates.put("MutableCSINodeAllocatableCount", true);
    }
    gates.put("RotateKubeletServerCertificate", true);
    return gates;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      map.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    return map;
  }
}
