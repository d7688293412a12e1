package dev.nodeready.dropin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodeready.dropin.DrawnConfig.Network;
import dev.nodeready.dropin.DrawnConfig.Pods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What kubelet has to be given. */
final class KubeletModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Merged config;
  private final Machine machine;
  private final boolean onEc2;
  private final Network network;

  KubeletModel(Merged config, Machine machine, Network network) {
    this.config = config;
    this.machine = machine;
    this.network = network;
    onEc2 = !config.text("bootstrap.platform").equals("none");
  }

  private boolean bootstraps() {
    return !onEc2 || outpost();
  }

  private boolean outpost() {
    return Boolean.TRUE.equals(config.at("cluster.enableOutpost"));
  }

  static Map<String, @Nullable Object> json(String text) {
    try {
      return Merged.table(JSON.readValue(text, Map.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Its own configuration, which never holds the user's. */
  Map<String, @Nullable Object> configuration(String endpoint, boolean soci) {
    int minor = machine.kubeletMinor();
    int pods = pods();
    Map<String, @Nullable Object> keys =
        json(
            """
            {"address": "0.0.0.0",
             "authentication": {"x509": {"clientCAFile": "/etc/kubernetes/pki/ca.crt"},
               "webhook": {"enabled": true, "cacheTTL": "2m0s"}, "anonymous": {"enabled": false}},
             "authorization": {"mode": "Webhook",
               "webhook": {"cacheAuthorizedTTL": "5m0s", "cacheUnauthorizedTTL": "30s"}},
             "cgroupDriver": "systemd", "cgroupRoot": "/", "clusterDomain": "cluster.local",
             "evictionHard": {"memory.available": "100Mi", "nodefs.available": "10%",
               "nodefs.inodesFree": "5%"},
             "hairpinMode": "hairpin-veth", "kubeReservedCgroup": "/runtime",
             "logging": {"verbosity": 2}, "readOnlyPort": 0, "serializeImagePulls": false,
             "serverTLSBootstrap": true, "systemReservedCgroup": "/system",
             "tlsCipherSuites": ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
               "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
               "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
               "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
               "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384"],
             "kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1"}
            """);
    keys.put("clusterDNS", List.of(network.dns()));
    keys.put("containerRuntimeEndpoint", endpoint);
    keys.put("featureGates", gates(minor));
    keys.put("maxPods", pods);
    keys.put(
        "kubeReserved",
        Map.of("cpu", cpu() + "m", "ephemeral-storage", "1Gi", "memory", 11 * pods + 255 + "Mi"));
    if (soci) {
      keys.put(
          "imageServiceEndpoint", "unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock");
    }
    if (minor >= 34) {
      keys.put("shutdownGracePeriod", "2m30s");
      keys.put("shutdownGracePeriodCriticalPods", "30s");
    }
    if (onEc2) {
      keys.put("protectKernelDefaults", true);
      keys.put("providerID", "aws:///" + Machine.ZONE + "/" + Machine.ID);
    } else {
      keys.put("rotateCertificates", true);
    }
    return keys;
  }

  private static Map<String, @Nullable Object> gates(int minor) {
    Map<String, @Nullable Object> gates = new LinkedHashMap<>();
    gates.put("RotateKubeletServerCertificate", true);
    if (minor >= 33) {
      gates.put("DynamicResourceAllocation", true);
    }
    if (minor >= 34) {
      gates.put("MutableCSINodeAllocatableCount", true);
    }
    return gates;
  }

  private int pods() {
    Object expression = config.at("kubelet.maxPodsExpression");
    if (onEc2 && machine.enis() > 0 && Said.meaning(expression) instanceof Pods pods) {
      OptionalInt said = pods.of(machine.enis(), machine.ipsPerEni(), machine.pods());
      return said.orElse(machine.pods());
    }
    return onEc2 ? machine.pods() : 110;
  }

  /** 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest. */
  private int cpu() {
    return switch (machine.cpus()) {
      case 1 -> 60;
      case 2 -> 70;
      case 4 -> 80;
      case 8 -> 90;
      case 16 -> 110;
      default -> throw new AssertionError(machine.cpus());
    };
  }

  /** The user's, as a drop-in that names its kind; empty where there is none. */
  Map<String, @Nullable Object> dropIn() {
    Map<String, @Nullable Object> users = config.table("kubelet.config");
    if (users.isEmpty()) {
      return users;
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("kind", "KubeletConfiguration");
    keys.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
    keys.putAll(users);
    return keys;
  }

  /** Flags with the values that hold in the end. */
  Map<String, @Nullable Object> flags() {
    FlagSet flags = new FlagSet();
    List<@Nullable Object> addresses = config.list("bootstrap.nodeIPs");
    if (!addresses.isEmpty()) {
      flags.set(
          "node-ip", addresses.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (onEc2) {
      flags.set(
          "node-ip", network.ipv6() ? machine.ipv6().lines().findFirst().orElse("") : Machine.IPV4);
    }
    if (onEc2) {
      flags.set("cloud-provider", "external");
      flags.set("runtime-cgroups", "/runtime.slice/containerd.service");
    }
    String own = config.text("bootstrap.nodeName");
    String name = config.gate("InstanceIdNodeName") ? Machine.ID : machine.privateName();
    set(flags, "hostname-override", onEc2 && own.isEmpty() ? name : own);
    set(flags, "provider-id", config.text("bootstrap.providerID"));
    flags.set("config", "/etc/kubernetes/kubelet/config.json");
    if (!dropIn().isEmpty()) {
      flags.set("config-dir", "/etc/kubernetes/kubelet/config.json.d");
    }
    flags.set("kubeconfig", "/var/lib/kubelet/kubeconfig");
    if (bootstraps()) {
      flags.set("bootstrap-kubeconfig", "/var/lib/kubelet/bootstrap-kubeconfig");
    }
    String provider = machine.provider();
    if (!provider.isEmpty()) {
      flags.set(
          "image-credential-provider-bin-dir", provider.substring(0, provider.lastIndexOf('/')));
      flags.set(
          "image-credential-provider-config", "/etc/eks/image-credential-provider/config.json");
    }
    if (machine.nvidiaDevice() && machine.kubeletMinor() >= 35) {
      flags.set("node-labels", "nvidia.com/gpu.present=true");
    }
    for (Object item : config.list("kubelet.flags")) {
      if (Said.meaning(item) instanceof DrawnFlag flag) {
        flags.add(flag);
      }
    }
    return flags.values();
  }

  private static void set(FlagSet flags, String name, String value) {
    if (!value.isEmpty()) {
      flags.set(name, value);
    }
  }

  /** Variables of its environment file beside the flags. */
  Map<String, @Nullable Object> variables() {
    boolean alpha = machine.kubeletMinor() < 30 && !dropIn().isEmpty();
    return alpha ? Map.of("KUBELET_CONFIG_DROPIN_DIR_ALPHA", "on") : Map.of();
  }

  /** By their paths: one, the other or both. */
  Map<String, @Nullable Object> kubeconfigs() {
    String token = config.text("bootstrap.credentials.bootstrapToken.token");
    String file = config.text("bootstrap.credentials.bootstrapToken.file");
    if (!token.isEmpty() || !file.isEmpty()) {
      return Map.of(
          "bootstrap-kubeconfig",
          kubeconfig(token.isEmpty() ? Map.of("tokenFile", file) : Map.of("token", token)));
    }
    String cluster = config.text(outpost() ? "cluster.id" : "cluster.name");
    Map<String, Object> exec =
        Map.of(
            "apiVersion",
            "client.authentication.k8s.io/v1beta1",
            "command",
            "aws",
            "args",
            List.of("eks", "get-token", "--cluster-name", cluster, "--region", Machine.REGION));
    return Map.of(
        outpost() ? "bootstrap-kubeconfig" : "kubeconfig", kubeconfig(Map.of("exec", exec)));
  }

  private Map<String, @Nullable Object> kubeconfig(Map<String, Object> user) {
    Map<String, Object> cluster =
        Map.of(
            "certificate-authority",
            "/etc/kubernetes/pki/ca.crt",
            "server",
            config.text("cluster.apiServerEndpoint"));
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Config",
        "current-context",
        "kubelet",
        "clusters",
        List.of(Map.of("name", "kubernetes", "cluster", cluster)),
        "contexts",
        List.of(
            Map.of(
                "name", "kubelet", "context", Map.of("cluster", "kubernetes", "user", "kubelet"))),
        "users",
        List.of(Map.of("name", "kubelet", "user", user)));
  }

  /** What the image credential provider is asked for; empty where there is none. */
  Map<String, @Nullable Object> credentialProvider() {
    String path = machine.provider();
    if (path.isEmpty()) {
      return Map.of();
    }
    List<Object> images =
        new ArrayList<>(
            List.of(
                "*.dkr.ecr.*.amazonaws.com", "*.dkr-ecr.*.on.aws",
                "*.dkr.ecr.*.amazonaws.com.cn", "*.dkr-ecr.*.on.amazonwebservices.com.cn",
                "*.dkr.ecr-fips.*.amazonaws.com", "*.dkr-ecr-fips.*.on.aws",
                "*.dkr.ecr.*.c2s.ic.gov", "*.dkr.ecr.*.sc2s.sgov.gov",
                "*.dkr.ecr.*.cloud.adc-e.uk", "*.dkr.ecr.*.csp.hci.ic.gov",
                "*.dkr.ecr.*.amazonaws.eu", "public.ecr.aws"));
    if (machine.kubeletMinor() >= 32) {
      images.add("ecr-public.aws.com");
    }
    return Map.of(
        "kind", "CredentialProviderConfig",
        "apiVersion", "kubelet.config.k8s.io/v1",
        "providers",
            List.of(
                Map.of(
                    "name",
                    path.substring(path.lastIndexOf('/') + 1),
                    "matchImages",
                    images,
                    "defaultCacheDuration",
                    "12h0m0s",
                    "apiVersion",
                    "credentialprovider.kubelet.k8s.io/v1")));
  }
}
