package dev.nodeready.config.kubelet;

import dev.nodeready.config.Paths;
import dev.nodeready.config.Suggest;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rest: kind, taints, swap, logs, DNS, and settings that need a feature gate. */
final class OtherRules extends Rules {
  OtherRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    same("kind", "KubeletConfiguration");
    same("apiVersion", "kubelet.config.k8s.io/v1beta1");
    taints();
    swap();
    logs();
    addresses();
    gated();
    if (config.is("runOnce")) {
      refuse("kubelet would not stay with it", "take it out", "runOnce");
    }
    if (Boolean.FALSE.equals(config.get("registerNode"))) {
      // kubelet runs, but only somebody else can make the node join.
      doubt("kubelet will not register the node", "take it out", "registerNode");
    }
    String hidden = config.text("showHiddenMetricsForVersion");
    if (!hidden.isEmpty() && !hidden.equals("1." + (config.minor() - 1))) {
      refuse(
          Suggest.quote(hidden) + " is not the release before this kubelet's",
          "write \"1." + (config.minor() - 1) + '"',
          "showHiddenMetricsForVersion");
    }
  }

  private void same(String field, String known) {
    if (config.get(field) != null && !known.equals(config.get(field))) {
      refuse("is not what kubelet reads", "write " + known, field);
    }
  }

  private void taints() {
    String where = config.where("registerWithTaints");
    List<?> taints = config.list("registerWithTaints");
    for (int at = 0; where != null && at < taints.size(); at++) {
      if (taints.get(at) instanceof Map<?, ?> taint) {
        String path = Paths.item(where, at);
        new LabelCheck(findings(), path)
            .taint(text(taint.get("key")), text(taint.get("value")), text(taint.get("effect")));
        if (taint.get("timeAdded") != null) {
          findings().error(Paths.member(path, "timeAdded"), "kubelet exits on it", "take it out");
        }
      }
    }
  }

  private void swap() {
    String behaviour = config.text("memorySwap.swapBehavior");
    if (behaviour.isEmpty()) {
      return;
    }
    Set<String> known =
        config.minor() < 30
            ? Set.of("LimitedSwap", "UnlimitedSwap")
            : Set.of("LimitedSwap", "NoSwap");
    if (Table.gates().word("NodeSwap", config.minor()) != null && !config.gate("NodeSwap")) {
      refuse(
          "needs the feature gate NodeSwap",
          "set it to true in featureGates",
          "memorySwap.swapBehavior");
    } else if (!known.contains(behaviour)) {
      String near = Suggest.closest(behaviour, known);
      refuse(
          Suggest.quote(behaviour)
              + " is none of "
              + String.join(", ", known.stream().sorted().toList()),
          near == null ? "write NoSwap" : "write " + near,
          "memorySwap.swapBehavior");
    }
  }

  private void logs() {
    String folder = config.text("podLogsDir");
    if (config.minor() < 30 || folder.isEmpty()) {
      return;
    }
    if (!folder.startsWith("/")) {
      refuse(Suggest.quote(folder) + " is no absolute path", "begin it with /", "podLogsDir");
    } else if (!folder.equals(clean(folder))) {
      refuse(Suggest.quote(folder) + " is not normalized", "write " + clean(folder), "podLogsDir");
    } else if (!folder.chars().allMatch(c -> c < 0x80)) {
      refuse(
          Suggest.quote(folder) + " holds other letters than ASCII",
          "write it in ASCII",
          "podLogsDir");
    }
  }

  private static String clean(String path) {
    return java.nio.file.Path.of("/").resolve(path.replace("\0", "")).normalize().toString();
  }

  /** kubelet logs addresses that are none and lives with them. */
  private void addresses() {
    for (Object server : says("clusterDNS") ? config.list("clusterDNS") : List.of()) {
      if (server instanceof String text && !isAddress(text)) {
        doubt(
            Suggest.quote(text) + " is no IP address, so pods get no DNS from it",
            "write one such as 10.100.0.10",
            "clusterDNS");
      }
    }
    for (String field : List.of("address", "healthzBindAddress")) {
      String text = config.text(field);
      if (!text.isEmpty() && !isAddress(text)) {
        doubt(Suggest.quote(text) + " is no IP address", "write one such as 127.0.0.1", field);
      }
    }
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void gated() {
    Long quota = config.nanos("cpuCFSQuotaPeriod");
    if (quota != null && quota != 100_000_000L) {
      needs("CustomCPUCFSQuotaPeriod", "cpuCFSQuotaPeriod");
    }
    if (config.is("serverTLSBootstrap")) {
      needs("RotateKubeletServerCertificate", "featureGates", "serverTLSBootstrap");
    }
    if (config.is("enableSystemLogQuery")) {
      needs("NodeLogQuery", "enableSystemLogQuery");
      if (!config.is("enableSystemLogHandler")) {
        refuse(
            "needs enableSystemLogHandler: true",
            "set it",
            "enableSystemLogQuery",
            "enableSystemLogHandler");
      }
    }
    if (config.get("crashLoopBackOff.maxContainerRestartPeriod") instanceof String period
        && config.minor() >= 32) {
      needs("KubeletCrashLoopBackOffMax", "crashLoopBackOff.maxContainerRestartPeriod");
      Long nanos = GoValues.nanos(period);
      if (nanos != null && (nanos < 1_000_000_000L || nanos > 300_000_000_000L)) {
        refuse("is not from 1s to 300s", "write 5m", "crashLoopBackOff.maxContainerRestartPeriod");
      }
    }
    if (config.minor() < 34 && !config.map("tracing").isEmpty()) {
      needs("KubeletTracing", "tracing");
    }
    if (config.text("memoryReservationPolicy").equals("TieredReservation")
        && config.minor() >= 36) {
      needs("MemoryQoS", "memoryReservationPolicy");
    }
    if (config.minor() >= 37) {
      later();
    }
  }

  private void later() {
    Object factor = config.get("memoryThrottlingFactor");
    if (factor instanceof Number number && number.doubleValue() != 0.9) {
      needs("MemoryQoS", "memoryThrottlingFactor");
    }
    if (!config.map("defaultPodSysctls").isEmpty()) {
      needs("DefaultPodSysctls", "defaultPodSysctls");
    }
  }

  private void needs(String gate, String... fields) {
    if (Table.gates().word(gate, config.minor()) != null && !config.gate(gate)) {
      refuse(
          "needs the feature gate " + gate + ", which is off",
          "set " + gate + ": true in featureGates",
          fields);
    }
  }
}
