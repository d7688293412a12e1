package dev.nodeready.dropin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws what a NodeConfig says of kubelet: settings and flags that each of its versions takes. */
final class DrawnKubelet {
  private static final List<DrawnFlag> FLAGS =
      List.of(
          new DrawnFlag("node-labels", "team=blue"),
          new DrawnFlag("node-labels", "team=red,quay.example/pool=a-b"),
          new DrawnFlag("node-labels", "empty="),
          new DrawnFlag("register-with-taints", "a=b:NoSchedule"),
          new DrawnFlag("register-with-taints", "c:NoExecute,d=:PreferNoSchedule"),
          new DrawnFlag("max-pods", "58"),
          new DrawnFlag("max-pods", "0x3a"),
          new DrawnFlag("v", "4"),
          new DrawnFlag("pod-max-pids", "4096"),
          new DrawnFlag("kube-reserved", "cpu=100m,memory=1Gi"),
          new DrawnFlag("kube-reserved", "cpu=200m"),
          new DrawnFlag("system-reserved", "memory=1G"),
          new DrawnFlag("eviction-hard", "memory.available<5%"),
          new DrawnFlag("eviction-hard", "nodefs.available<1Gi,nodefs.inodesFree<5%"),
          new DrawnFlag("feature-gates", "AllAlpha=false"),
          new DrawnFlag("serialize-image-pulls", "false"),
          new DrawnFlag("seccomp-default", "true"),
          new DrawnFlag("node-status-update-frequency", "1m30s"),
          new DrawnFlag("hostname-override", "berth-1"),
          new DrawnFlag("root-dir", "/var/lib/kube let"),
          new DrawnFlag("root-dir", "/srv/it's"),
          new DrawnFlag("root-dir", "/srv/back\\slash"),
          new DrawnFlag("root-dir", "/srv/$HOME/%n"),
          new DrawnFlag("cluster-domain", "quay.example"));

  private final Draw draw;

  DrawnKubelet(Draw draw) {
    this.draw = draw;
  }

  Map<String, @Nullable Object> draw(List<Said> expressions) {
    return draw.some(
        Map.of(
            "config", this::config,
            "flags", this::flags,
            "maxPodsExpression", () -> draw.oneIn(5) ? "" : draw.of(expressions),
            "unknown", draw::text),
        2);
  }

  private Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config =
        draw.some(
            Map.ofEntries(
                Map.entry("maxPods", () -> draw.of(1L, 58L, 250L)),
                Map.entry("podPidsLimit", () -> draw.of(-1L, 4096L)),
                Map.entry(
                    "clusterDNS",
                    () -> draw.of(List.of("10.100.0.53"), List.of("10.0.0.1", "fd00::a"))),
                Map.entry("registryPullQPS", () -> draw.of(0L, 5L)),
                Map.entry("evictionHard", this::eviction),
                Map.entry(
                    "systemReserved", () -> Map.of("cpu", draw.of("100m", "0.1"), "memory", "1Gi")),
                Map.entry("featureGates", () -> draw.of(Map.of(), Map.of("AllAlpha", false))),
                Map.entry("kubeReservedCgroup", () -> ""),
                Map.entry("containerLogMaxSize", () -> draw.of("20Mi", "10M")),
                Map.entry("imageMinimumGCAge", () -> draw.of("3m", "1h30m0s")),
                Map.entry("serializeImagePulls", () -> draw.of(true, false)),
                Map.entry("logging", () -> Map.of("verbosity", draw.of(0L, 3L))),
                Map.entry("authentication", () -> Map.of("webhook", Map.of("cacheTTL", "1m0s"))),
                Map.entry("registerWithTaints", this::taints),
                Map.entry("quayUnknown", () -> draw.object(3)),
                Map.entry("quay.other", draw::text)),
            4);
    if (draw.oneIn(5)) {
      config.put("kind", "KubeletConfiguration");
    }
    return config;
  }

  private Map<String, @Nullable Object> eviction() {
    return draw.some(
        Map.of(
            "memory.available", () -> draw.of("5%", "200Mi"),
            "nodefs.available", () -> draw.of("10%", "1Gi")),
        2);
  }

  private List<Map<String, String>> taints() {
    return draw.of(
        List.of(),
        List.of(Map.of("key", "a", "value", "", "effect", "NoSchedule")),
        List.of(Map.of("key", "x.y/z", "effect", "NoExecute")));
  }

  private List<@Nullable Object> flags() {
    List<@Nullable Object> items = new ArrayList<>();
    for (int left = draw.below(4); left > 0; left--) {
      items.addAll(draw.of(FLAGS).items(draw));
    }
    if (draw.oneIn(10)) {
      items.add(draw.of("", "   "));
    }
    return items;
  }
}
