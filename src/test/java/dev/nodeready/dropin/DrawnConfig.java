package dev.nodeready.dropin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Draws documents of one NodeConfig. */
final class DrawnConfig {
  /** Service networks, with the tenth address of each and its family. */
  record Network(String dns, boolean ipv6) {}

  /** What a CEL expression says of pods; empty where it says nothing that can be used. */
  interface Pods {
    OptionalInt of(int enis, int ips, int standard);
  }

  private static final List<Said> NETWORKS =
      List.of(
          new Said("10.100.0.0/16", new Network("10.100.0.10", false)),
          new Said("172.20.0.0/16", new Network("172.20.0.10", false)),
          new Said("192.168.4.0/22", new Network("192.168.4.10", false)),
          new Said("10.96.0.0/12", new Network("10.96.0.10", false)),
          new Said("fd00:10:96::/108", new Network("fd00:10:96::a", true)),
          new Said("fc00::/7", new Network("fc00::a", true)),
          new Said("fd12:3456:789a:0:0:0:0:0/108", new Network("fd12:3456:789a::a", true)));

  private static final List<Said> EXPRESSIONS =
      List.of(
          pods("max_pods", (_, _, standard) -> OptionalInt.of(standard)),
          pods("ips_per_eni * default_enis", (enis, ips, _) -> OptionalInt.of(enis * ips)),
          pods("max_pods > 100 ? 100 : max_pods", (_, _, s) -> OptionalInt.of(Math.min(s, 100))),
          pods("double(max_pods) * 1.5", (_, _, s) -> OptionalInt.of((int) (s * 1.5))),
          pods("'44'", (_, _, _) -> OptionalInt.of(44)),
          pods("default_enis - default_enis", (_, _, _) -> OptionalInt.empty()),
          pods("1 / (max_pods - max_pods)", (_, _, _) -> OptionalInt.empty()),
          pods("max_pods > 5", (_, _, _) -> OptionalInt.empty()),
          pods("nonsense +", (_, _, _) -> OptionalInt.empty()));

  private final Draw draw;
  private final DrawnContainerd containerd;
  private final DrawnKubelet kubelet;
  private final boolean outside;

  DrawnConfig(Draw draw, Machine machine) {
    this.draw = draw;
    containerd = new DrawnContainerd(draw, machine);
    kubelet = new DrawnKubelet(draw);
    outside = draw.oneIn(8);
  }

  private static Said pods(String text, Pods pods) {
    return new Said(text, pods);
  }

  /**
   * One document.
   *
   * @param first of all, which mostly has what has to be there
   */
  Map<String, @Nullable Object> document(boolean first) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put(
        "apiVersion", draw.oneIn(12) ? "node.eks.aws/__internal" : "node.eks.aws/v1alpha1");
    document.put("kind", "NodeConfig");
    document.putAll(
        draw.some(
            Map.of(
                "metadata", () -> Map.of("name", draw.text(), "labels", Map.of("a", "b")),
                "note", () -> draw.object(1))));
    document.put("spec", spec(first));
    return document;
  }

  private Map<String, @Nullable Object> spec(boolean first) {
    Map<String, @Nullable Object> spec =
        draw.some(
            Map.of(
                "containerd", () -> containerd.draw(),
                "instance", this::instance,
                "kubelet", () -> kubelet.draw(EXPRESSIONS),
                "featureGates", this::gates,
                "unknown", () -> draw.object(1)),
            2);
    if (first || draw.oneIn(3)) {
      spec.put("cluster", first && !draw.oneIn(25) ? wholeCluster() : someCluster());
    }
    if (first && outside) {
      spec.put("bootstrap", outsideOfEc2());
    } else if (draw.oneIn(4)) {
      spec.put("bootstrap", anywhere());
    }
    return spec;
  }

  private Map<String, @Nullable Object> wholeCluster() {
    Map<String, @Nullable Object> cluster = new LinkedHashMap<>();
    cluster.put("name", draw.of("quay", "my_cluster", "c.1", "1e3", "true", "-x"));
    cluster.put("apiServerEndpoint", endpoint());
    cluster.put("certificateAuthority", authority());
    cluster.put("cidr", draw.of(NETWORKS));
    cluster.putAll(
        draw.some(Map.of("enableOutpost", () -> draw.of(true, false), "region", draw::text)));
    if (Boolean.TRUE.equals(cluster.get("enableOutpost"))) {
      cluster.put("id", draw.oneIn(10) ? "" : "0123-quay");
    }
    return cluster;
  }

  private Map<String, @Nullable Object> someCluster() {
    return draw.some(
        Map.of(
            "name", () -> draw.of("", "berth"),
            "apiServerEndpoint", () -> draw.oneIn(3) ? "" : endpoint(),
            "certificateAuthority", this::authority,
            "cidr", () -> draw.oneIn(3) ? "" : draw.of(NETWORKS),
            "enableOutpost", () -> false,
            "id", () -> draw.of("", "4567-quay")));
  }

  private String endpoint() {
    return draw.of(
        "https://0123.gr7.eu-north-1.eks.amazonaws.com",
        "https://10.0.0.1:6443",
        "https://[fd00::1]:443",
        "https://quay.example/path?a=b");
  }

  private Said authority() {
    return draw.of(new Said("Y2E=", "ca"), new Said("Y2VydGlmaWNhdGU=", "certificate"));
  }

  private String image() {
    return draw.of("registry.example/pause:3.10", "localhost/quay/pause:1", "");
  }

  private Map<String, @Nullable Object> outsideOfEc2() {
    Map<String, @Nullable Object> bootstrap = new LinkedHashMap<>();
    bootstrap.put("platform", "none");
    bootstrap.put(
        "credentials",
        Map.of(
            "bootstrapToken",
            draw.oneIn(2)
                ? Map.of("token", "abcdef.0123456789abcdef")
                : Map.of("file", "/etc/quay/token")));
    bootstrap.putAll(anywhere());
    return bootstrap;
  }

  /** What holds on EC2 too. */
  private Map<String, @Nullable Object> anywhere() {
    return draw.some(
        Map.of(
            "sandboxImage", this::image,
            "nodeName", () -> "berth-7",
            "nodeIPs", this::addresses,
            "providerID", () -> "cloud://berth-7",
            "budgets", this::budgets,
            "pullTimeout", this::time));
  }

  private List<String> addresses() {
    return draw.of(
        List.of(),
        List.of("192.0.2.9"),
        List.of("2001:db8::9"),
        List.of("2001:db8::9", "192.0.2.9"),
        List.of("192.0.2.9", "192.0.2.10"));
  }

  private Map<String, @Nullable Object> budgets() {
    return draw.some(
        Map.of(
            "total", this::time,
            "runtime", this::time,
            "image", this::time,
            "kubelet", this::time,
            "join", this::time),
        2);
  }

  private Said time() {
    return draw.of(
        new Said("750ms", 750L),
        new Said("90s", 90_000L),
        new Said("20m", 1_200_000L),
        new Said("1h30m", 5_400_000L));
  }

  private Map<String, @Nullable Object> gates() {
    return draw.some(
        Map.of(
            "InstanceIdNodeName", () -> draw.of(true, false),
            "FastImagePull", () -> draw.of(true, true, false),
            "Unknown", () -> true),
        2);
  }

  private Map<String, @Nullable Object> instance() {
    return draw.some(
        Map.of(
            "localStorage",
            () ->
                draw.some(
                    Map.of(
                        "strategy", () -> draw.of("RAID0", "RAID10", "Mount", ""),
                        "mountPath", () -> draw.of("/mnt/quay", "/mnt/two words", ""),
                        "disabledMounts",
                            () ->
                                draw.of(
                                    List.of(), List.of("Containerd"), List.of("PodLogs", "SOCI"))),
                    2),
            "storage",
            () -> draw.some(Map.of("volumes", this::volumes), 2),
            "environment",
            this::environment,
            "network",
            () ->
                draw.some(
                    Map.of(
                        "nameservers", () -> draw.of(List.of(), List.of("10.0.0.2", "fd00::2")),
                        "domains",
                            () -> draw.of(List.of(), List.of("~."), List.of("a.example", "b"))),
                    2)),
        2);
  }

  private List<Map<String, Object>> volumes() {
    Map<String, Object> store =
        Map.of("device", "/dev/xvdb", "mountTargets", List.of("/var/lib/containerd", "/quay"));
    Map<String, Object> logs =
        Map.of("device", "/dev/sdz", "mountTargets", List.of("/var/log/pods"), "fsType", "ext4");
    return draw.of(List.of(), List.of(store), List.of(store, logs));
  }

  private Map<String, @Nullable Object> environment() {
    return draw.some(
        Map.of(
            "default", this::variables,
            "kubelet", this::variables,
            "getty@tty1", this::variables,
            "../evil", this::variables,
            "two words", this::variables),
        2);
  }

  private Map<String, @Nullable Object> variables() {
    return draw.some(
        Map.of(
            "PLAIN", draw::text,
            "_x9", draw::text,
            "TEXT", draw::text,
            "1X", draw::text,
            "A-B", draw::text,
            "E=F", draw::text),
        2);
  }
}
