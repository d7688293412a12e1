package dev.nodeready.node;

import dev.nodeready.config.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Draws NodeConfigs that nodeadm takes: it wants the four fields of the cluster and the right
 * types, and looks at nothing else. All values are such that containerd and kubelet live with them.
 */
final class RandomNodeConfig {
  private final Random random;

  RandomNodeConfig(long seed) {
    random = new Random(seed);
  }

  /** A document in YAML or JSON, alone or as parts of a multipart text. */
  String document() {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    documents.add(head(spec(true)));
    while (random.nextInt(4) == 0) {
      documents.add(head(spec(false)));
    }
    return documents.size() == 1 && random.nextInt(3) > 0
        ? text(documents.getFirst())
        : multipart(documents);
  }

  /** JSON; behind a line of YAML it is YAML too, and more documents may follow. */
  private String text(Map<String, @Nullable Object> document) {
    String json = random.nextBoolean() ? Json.compact(document) : Json.pretty(document, 2);
    String before = pick("", "---\n", "# ours\n", "\n\n");
    String after = before.isBlank() ? "\n" : pick("", "\n", "\n---\nkind: Other\n", "\n...\n");
    return before + json + after;
  }

  private String multipart(List<Map<String, @Nullable Object>> documents) {
    String boundary = pick("//", "BOUNDARY", "==part==", "a b");
    StringBuilder text = new StringBuilder(pick("MIME-Version: 1.0\n", ""));
    text.append("Content-Type: ").append(pick("multipart/mixed", "Multipart/Related"));
    text.append("; boundary=\"").append(boundary).append("\"\n\n").append(pick("", "a preamble\n"));
    for (Map<String, @Nullable Object> document : documents) {
      if (random.nextInt(3) == 0) {
        text.append("--").append(boundary).append("\nContent-Type: text/x-shellscript\n\n");
        text.append("#!/bin/sh\necho hi\n");
      }
      text.append("--").append(boundary).append("\nContent-Type: ");
      text.append(pick("application/node.eks.aws", "Application/Node.EKS.AWS; charset=utf-8"));
      text.append("\n\n").append(text(document)).append('\n');
    }
    text.append("--").append(boundary).append("--\n");
    return random.nextBoolean() ? text.toString() : text.toString().replace("\n", "\r\n");
  }

  private Map<String, @Nullable Object> head(Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "node.eks.aws/v1alpha1");
    document.put("kind", "NodeConfig");
    maybe(document, "metadata", Map.of("name", "x", "labels", Map.of("a", "b")));
    maybe(document, "status", Map.of("any", "thing"));
    document.put("spec", spec);
    return document;
  }

  private Map<String, @Nullable Object> spec(boolean whole) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    if (whole || random.nextBoolean()) {
      spec.put("cluster", cluster());
    }
    maybe(spec, "containerd", containerd(whole));
    maybe(spec, "instance", instance());
    maybe(spec, "kubelet", kubelet());
    maybe(spec, "featureGates", map("InstanceIdNodeName", true, "FastImagePull", false, "X", true));
    maybe(spec, "ownField", List.of(1L, "two"));
    return spec;
  }

  private Map<String, @Nullable Object> cluster() {
    return some(
        map(
            "name", pick("quay", "my_cluster", "c.1", "-x", "A".repeat(100)),
            "apiServerEndpoint",
                pick(
                    "https://a.gr7.eu-north-1.eks.amazonaws.com",
                    "https://10.0.0.1:6443",
                    "https://[fd00::1]:443",
                    "http://example.com",
                    "https://example.com/path/"),
            "certificateAuthority", pick("Y2E=", "Y2VydGlmaWNhdGVBdXRob3JpdHk="),
            "cidr", pick("10.100.0.0/16", "172.20.0.0/16", "10.100.0.7/16", "192.168.0.0/32")),
        map("enableOutpost", pick(false, null), "id", pick("", "x"), "region", "eu-north-1"));
  }

  private Map<String, @Nullable Object> containerd(boolean first) {
    String toml =
        pick(
            "",
            "\n",
            "version = 2\n",
            "version = 3\n[plugins.'io.containerd.cri.v1.images']\nmax_concurrent_downloads = 5\n",
            "[grpc]\ngid = 5\n",
            "oom_score = -999\n",
            "[plugins.\"io.containerd.grpc.v1.cri\"]\nsandbox_image = 'a.example/pause:1'\n",
            "[plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes.x]\nruntime_type = 'x.y.v1'\n",
            "[debug]\nlevel = 'debug'\n[metrics]\naddress = '127.0.0.1:1338'\n",
            "unknown_key = 2020-01-01T00:00:00Z\n");
    Map<String, @Nullable Object> containerd = new LinkedHashMap<>();
    // Two texts of different schemas do not go together for nodeadm either.
    if (first) {
      maybe(containerd, "config", toml);
    }
    maybe(
        containerd,
        "baseRuntimeSpec",
        some(
            map("hostname", pick("h", null), "linux", map("sysctl", map("a.b", "1"))),
            map(
                "process",
                map(
                    "rlimits",
                    List.of(map("type", "RLIMIT_NOFILE", "soft", 1024L, "hard", 4096L))))));
    return containerd;
  }

  private Map<String, @Nullable Object> instance() {
    return some(
        map(
            "localStorage",
            some(
                map("strategy", pick("RAID0", "raid10", "Mount", "")),
                map(
                    "mountPath", pick("/mnt/x", ""),
                    "disabledMounts", pick(List.of("Containerd"), List.of("Other"), List.of())))),
        map(
            "environment",
            map(
                pick("default", "kubelet", "getty@tty1", "my service", "x.service"),
                pick(
                    null,
                    map(),
                    map(pick("A", "a.b", "1X", "A-B"), pick("", "a \"b\" \\ %", "ü"))))),
        map(
            "network",
            some(
                map("nameservers", pick(List.of(), List.of("10.0.0.2"), List.of("not.an.address"))),
                map("domains", pick(List.of("a.example", "~."), List.of("a b"), List.of())))),
        map("other", 5L));
  }

  private Map<String, @Nullable Object> kubelet() {
    return some(
        map(
            "config",
            some(
                map("maxPods", pick(1L, 110L, 1000L), "podPidsLimit", pick(-1L, 4096L)),
                map("clusterDNS", List.of("10.100.0.53"), "registryPullQPS", 0L),
                map("evictionHard", map("memory.available", pick("5%", "200Mi"))),
                map("systemReserved", map("cpu", "100m", "memory", "1Gi")),
                map("featureGates", pick(map(), map("RotateKubeletServerCertificate", true))),
                map("kubeReservedCgroup", "", "unknownSetting", map("a", null)),
                map("containerLogMaxSize", "20Mi", "imageMinimumGCAge", "3m"),
                map("kind", "KubeletConfiguration"))),
        map("flags", flags()),
        map("maxPodsExpression", pick("max_pods", "max_pods - 1000", "1 / 0", "nonsense +", "")),
        map("maxPodsExpresion", "typo"));
  }

  private List<Object> flags() {
    List<Object> flags = new ArrayList<>();
    while (random.nextInt(3) > 0) {
      flags.add(
          pick(
              "--v=4",
              "--node-labels=team=blue,pool=general",
              "--node-labels=\"team=blue,pool=general\"",
              "--node-labels='team=blue'",
              "'--node-labels=team=blue'",
              "--node-labels team=blue",
              "--node-labels=node.kubernetes.io/x=y",
              "--register-with-taints=a=b:NoSchedule",
              "--register-with-taints=\"a=b:NoSchedule,c:NoExecute\"",
              "--max-pods=58",
              "--max-pods=\"58\"",
              "\"--max-pods=58\"",
              "--max-pods '58'",
              "",
              "  --v=2  ",
              "--hostname-override=node-1",
              "--root-dir=/var/lib/kubelet",
              "--cloud-provider=external",
              "--healthz-port=0"));
    }
    return flags;
  }

  @SafeVarargs
  private <T extends @Nullable Object> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  private void maybe(Map<String, @Nullable Object> into, String key, @Nullable Object value) {
    int draw = random.nextInt(10);
    if (draw < 6) {
      into.put(key, value);
    } else if (draw == 6) {
      into.put(key, null);
    }
  }

  /** The first object with some of the others; key by key, so that none stands twice. */
  @SafeVarargs
  private Map<String, @Nullable Object> some(Map<String, @Nullable Object>... parts) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(parts[0]);
    for (int at = 1; at < parts.length; at++) {
      if (random.nextBoolean()) {
        all.putAll(parts[at]);
      }
    }
    return all;
  }

  private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      map.put(String.valueOf(keysAndValues[at]), keysAndValues[at + 1]);
    }
    return map;
  }
}
