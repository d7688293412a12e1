package dev.nodeready.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Draws NodeConfigs that say something plausible of kubelet in an odd way: the same value quoted,
 * escaped, parted or repeated, and numbers, durations and quantities in each form that someone may
 * write. Some are wrong; a real kubelet says which.
 */
final class OddKubelet {
  private static final List<List<String>> FLAGS =
      List.of(
          List.of("--node-labels", "a=b", "a=b,c=d", "a=", "a", "", "a=b,", "x.y/z=1", "a=b c=d"),
          List.of("--node-labels", "node.kubernetes.io/x=y", "kubernetes.io/os=linux", "a=1.0-x_y"),
          List.of("--register-with-taints", "a=b:NoSchedule", "a:NoExecute", "", "a=:NoSchedule"),
          List.of("--register-with-taints", "a=b:PreferNoSchedule,c:NoExecute", "a=b", "a:Other"),
          List.of("--max-pods", "58", "058", "0x3a", "5_8", "1e2", "+58", " 58", "0b11", "58.0"),
          List.of("--max_pods", "58", "0o72"),
          List.of("--fail-swap-on", "true", "false", "1", "0", "T", "F", "TRUE", "t", "yes", ""),
          List.of("--protect-kernel-defaults", "False", "f", "0", "no"),
          List.of("--feature-gates", "AllAlpha=false", "AllBeta=T", "NodeSwap=true", "", "A=true"),
          List.of(
              "--feature-gates", "CPUManagerPolicyAlphaOptions=1,AllAlpha=0", " AllAlpha=false"),
          List.of("--sync-frequency", "90s", "1m30s", "1.5m", "1h", "90", "0", "1d", "+1m", "1µs"),
          List.of("--node-status-update-frequency", "10s", "10000ms", ".5m", "1_0s", "-1s"),
          List.of("--container-log-max-size", "10Mi", "10M", "1e7", "10m", "1E", "0.1Gi", "10MiB"),
          List.of(
              "--kube-reserved", "cpu=100m", "cpu=0.1,memory=1Gi", "cpu=1e-1", "", "cpu=", "cpu"),
          List.of("--system-reserved", "memory=1G,", "cpu= 1", "pid=1k", "ephemeral-storage=1Gi"),
          List.of("--eviction-hard", "memory.available<5%", "memory.available<1e2M", "", "x<1Gi"),
          List.of("--eviction-hard", "nodefs.available<10.5%", "imagefs.inodesFree<5%", "a"),
          List.of("--cluster-dns", "10.0.0.10", "10.0.0.10,fd00::a", "", "nonsense"),
          List.of("--cloud-provider", "external", "", "aws"),
          List.of("--event-qps", "0", "5", "-1", "0x5"),
          List.of("--healthz-port", "10248", "0", "010248", "70000"),
          List.of("--oom-score-adj", "-999", "+5", "1000", "1001"),
          List.of("--pod-max-pids", "-1", "4096", "1e3", "0x10"),
          List.of("--tls-cipher-suites", "TLS_AES_128_GCM_SHA256", "", "tls_aes_128_gcm_sha256"),
          List.of("--image-gc-high-threshold", "90", "085", "100", "101"),
          List.of("--v", "2", "02", "0x2", "", "-1"),
          List.of("--vmodule", "a=2", "a=2,b*=3", "", "a"),
          List.of("--cpu-manager-policy", "none", "static", "", "None"),
          List.of("--topology-manager-scope", "pod", "container", "", "Pod"),
          List.of("--logging-format", "json", "text", ""),
          List.of("--read-only-port", "0", "10255", "-1"),
          List.of("--cgroup-driver", "systemd", "cgroupfs", "", "Systemd"),
          List.of("--seccomp-default", "true", "T", "on"),
          List.of("--resolv-conf", "/etc/resolv.conf", "", "relative"),
          List.of("--serialize-image-pulls", "true", "FALSE", "fAlse"));

  private static final List<List<String>> FIELDS =
      List.of(
          List.of("maxPods", "110", "1e2", "110.0", "0x6e", "0o156", "null", "'110'", "0", "+5"),
          List.of("podPidsLimit", "-1", "1e3", "4096.0", "~", "1_000", "9007199254740993"),
          List.of("registryPullQPS", "0", "5.0", "null", "1e1", "2147483648"),
          List.of("eventRecordQPS", "0", "null", "-0", "1E1", "5.5"),
          List.of("failSwapOn", "true", "yes", "True", "on", "null", "'true'", "1", "TRUE", "n"),
          List.of("serializeImagePulls", "false", "off", "No", "~", "FALSE"),
          List.of("maxParallelImagePulls", "null", "1", "1.0", "0"),
          List.of("syncFrequency", "90s", "1m30s", "1.5h", "0", "'0'", "null", "+1m", "1d", "90"),
          List.of("nodeStatusReportFrequency", "5m", "300s", "'0'", ".5m", "1h0m", "''"),
          List.of("imageMinimumGCAge", "90m", "2m0s", "1us", "1µs", "00h2m", "2 m", "-1m"),
          List.of("imageMaximumGCAge", "0s", "336h", "1ms", "2w"),
          List.of("streamingConnectionIdleTimeout", "4h0m0s", "0s", "-1s", "null"),
          List.of("containerLogMaxSize", "10Mi", "1e7", "10k", "'10000000'", "100K", "null", "''"),
          List.of("containerLogMaxFiles", "5", "5.0", "null", "1", "2e0"),
          List.of("kubeReserved", "{}", "null", "{cpu: 100m}", "{cpu: '0.1'}", "{cpu: null}"),
          List.of("kubeReserved", "{memory: 1Gi}", "{memory: 1.5G}", "{memory: 128974848000m}"),
          List.of("systemReserved", "{memory: 1e9}", "{memory: '1e9'}", "{memory: 1Ti, pid: 1k}"),
          List.of("systemReserved", "{ephemeral-storage: 1E}", "{memory: .5Gi}", "{memory: 5.Gi}"),
          List.of("evictionHard", "{}", "null", "{memory.available: 5%}", "{memory.available: ''}"),
          List.of("evictionHard", "{nodefs.available: 1Ki}", "{nodefs.inodesFree: 5.5%}"),
          List.of("evictionHard", "{memory.available: +5%}", "{memory.available: 1e8}"),
          List.of(
              "evictionMinimumReclaim", "{}", "{memory.available: 0Mi}", "{nodefs.available: 1%}"),
          List.of("evictionPressureTransitionPeriod", "5m0s", "0s", "null", "-1s"),
          List.of("featureGates", "{}", "null", "{AllAlpha: false}", "{AllBeta: yes}", "{X: true}"),
          List.of("featureGates", "{AllAlpha: null}", "{RotateKubeletServerCertificate: true}"),
          List.of("registerWithTaints", "[]", "null", "[{key: a, value: '', effect: NoSchedule}]"),
          List.of("registerWithTaints", "[{key: x.y/z, value: null, effect: NoExecute}]", "{}"),
          List.of("clusterDNS", "[]", "null", "[10.0.0.10, 'fd00::a']", "['']", "10.0.0.10"),
          List.of("clusterDomain", "cluster.local", "''", "null", "~", "true", "1.0"),
          List.of(
              "authentication",
              "{}",
              "{x509: {}}",
              "{anonymous: null}",
              "{webhook: {cacheTTL: 2m}}"),
          List.of("authorization", "{}", "{webhook: {cacheAuthorizedTTL: 1.5m}}"),
          List.of("logging", "{}", "null", "{verbosity: 2}", "{verbosity: 2.0}", "{format: ''}"),
          List.of(
              "logging", "{flushFrequency: 5s}", "{flushFrequency: 5000000000}", "{vmodule: []}"),
          List.of("memorySwap", "{}", "null", "{swapBehavior: ''}", "{swapBehavior: NoSwap}"),
          List.of("cpuManagerPolicyOptions", "{}", "null"),
          List.of("cpuManagerPolicy", "none", "''", "null", "~"),
          List.of("cpuCFSQuotaPeriod", "100ms", "0.1s", "null", "100000us"),
          List.of("topologyManagerPolicy", "none", "''", "best-effort", "null", "single-numa-node"),
          List.of("enforceNodeAllocatable", "[]", "null", "[pods]", "['none']", "['']"),
          List.of("shutdownGracePeriod", "0s", "null", "30s", "'0'", "500ms", "1e1s"),
          List.of("tlsCipherSuites", "[]", "null", "[TLS_AES_128_GCM_SHA256]"),
          List.of("tlsMinVersion", "VersionTLS12", "''", "null", "VersionTLS13"),
          List.of("imageGCHighThresholdPercent", "85", "85.0", "100", "8.6e1", "null", "80"),
          List.of("staticPodPath", "''", "null", "/etc/kubernetes/manifests", "relative"),
          List.of("reservedSystemCPUs", "''", "null", "'0'"),
          List.of("systemCgroups", "''", "null"),
          List.of("healthzPort", "0", "10248", "null", "10248.0"),
          List.of("oomScoreAdj", "-999", "null", "-1e2", "-0"),
          List.of("memoryThrottlingFactor", "0.9", "1", "9e-1", "null", ".5"),
          List.of("nodeLeaseDurationSeconds", "40", "4e1", "null"),
          List.of("volumePluginDir", "''", "null", "/x y"),
          List.of("crashLoopBackOff", "{}", "null", "{maxContainerRestartPeriod: null}"),
          List.of(
              "tracing", "null", "{}", "{samplingRatePerMillion: 0}", "{endpoint: 'localhost:1'}"),
          List.of("userNamespaces", "{}", "null", "{idsPerPod: 65536}", "{idsPerPod: 6.5536e4}"),
          List.of("MaxPods", "5", "null"),
          List.of("unknown", "{a: [null]}", "1e400", "''"),
          List.of("apiVersion", "kubelet.config.k8s.io/v1beta1", "null", "''"),
          List.of("kind", "KubeletConfiguration", "null", "''"),
          List.of("metadata", "null", "{}", "{creationTimestamp: null}"));

  private final Random random;

  OddKubelet(long seed) {
    random = new Random(seed);
  }

  /** A whole NodeConfig. */
  String document() {
    return """
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      cluster: {name: quay, apiServerEndpoint: https://192.0.2.1, certificateAuthority: Y2E=, cidr: 10.96.0.0/16}
      containerd: {config: %s}
      instance: {environment: %s}
      kubelet:
        config: %s
        flags: [%s]
    """
        .formatted(toml(), environment(), config(), flags());
  }

  private String config() {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      List<String> field = one(FIELDS);
      fields.put(field.getFirst(), one(field.subList(1, field.size())));
    }
    return fields.entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private String flags() {
    List<String> items = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      List<String> flag = one(FLAGS);
      style(flag.getFirst(), one(flag.subList(1, flag.size())), items);
    }
    return items.stream()
        .map(item -> "'" + item.replace("'", "''") + "'")
        .collect(Collectors.joining(", "));
  }

  private void style(String name, String value, List<String> items) {
    String plain = name + "=" + value;
    switch (random.nextInt(14)) {
      case 0 -> items.add(name + "=\"" + value + "\"");
      case 1 -> items.add(name + "='" + value + "'");
      case 2 -> items.add("\"" + plain + "\"");
      case 3 -> items.add("'" + plain + "'");
      case 4 -> items.add(name + " " + value);
      case 5 -> items.add(name + " \"" + value + "\"");
      case 6 -> items.add(" " + plain + "\t");
      case 7 -> items.addAll(List.of(name, value));
      case 8 -> items.addAll(List.of(plain, plain));
      case 9 -> items.add(plain + "\t--v=2");
      case 10 -> items.add(name + "=" + value.replace("=", "\\="));
      case 11 -> items.add(plain + " ''");
      default -> items.add(plain);
    }
  }

  private String environment() {
    return one(
        List.of("{}", "null", "{default: {}}", "{kubelet: null}", "{kubelet: {A.B: x, 1A: ''}}"));
  }

  private String toml() {
    return one(
        List.of(
            "''",
            "null",
            "\"# only a remark\\n\"",
            "\"[grpc]\\r\\ngid = 0x5\\r\\n\"",
            "\"[debug]\\nlevel = '''info'''\\n\"",
            "\"oom_score = -9_9\\ntimeouts.\\\"a.b\\\" = '5s'\\n\"",
            "\"[a.'b c']\\nx = {y = 1, z.q = [1, 'two', 3.0]}\\n[[t]]\\n[[t]]\\n\""));
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
