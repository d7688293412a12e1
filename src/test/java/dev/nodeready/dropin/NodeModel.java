package dev.nodeready.dropin;

import dev.nodeready.dropin.DrawnConfig.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has to become of a NodeConfig on a machine. */
final class NodeModel {
  /** Where nothing is said, in milliseconds. */
  private static final Map<String, Long> BUDGETS =
      Map.of(
          "total", 900_000L,
          "runtime", 300_000L,
          "image", 300_000L,
          "kubelet", 120_000L,
          "join", 600_000L);

  private final Merged config;
  private final Machine machine;
  private final ContainerdModel containerd;

  NodeModel(Drawn drawn) {
    config = Merged.of(drawn.sources());
    machine = drawn.machine();
    containerd = new ContainerdModel(config, machine);
  }

  /** Codes of which one refuses the node; empty where it is made. */
  List<String> refusals() {
    List<String> codes = new ArrayList<>();
    for (String field : List.of("name", "apiServerEndpoint", "certificateAuthority", "cidr")) {
      if (config.text("cluster." + field).isEmpty()) {
        codes.add("CONFIG_FIELD_MISSING");
      }
    }
    if (Boolean.TRUE.equals(config.at("cluster.enableOutpost"))
        && config.text("cluster.id").isEmpty()) {
      codes.add("CONFIG_FIELD_MISSING");
    }
    if (containerd.refused()) {
      codes.add("CONTAINERD_CONFIG_SCHEMA");
    }
    if (config.list("bootstrap.nodeIPs").stream().filter(ip -> !isIpv6(ip)).count() > 1) {
      codes.add("CONFIG_VALUE_INVALID");
    }
    if (onEc2()) {
      addOfInstance(codes);
    }
    return codes;
  }

  private static boolean isIpv6(@Nullable Object address) {
    return String.valueOf(address).contains(":");
  }

  private void addOfInstance(List<String> codes) {
    if (machine.provider().isEmpty()) {
      codes.add("KUBELET_CREDENTIAL_PROVIDER_MISSING");
    }
    boolean named = !config.text("bootstrap.nodeName").isEmpty();
    if (machine.privateName().isEmpty() && !named && !config.gate("InstanceIdNodeName")) {
      codes.add("KUBELET_NODE_NAME_UNKNOWN");
    }
    boolean ipv6 = Said.meaning(config.at("cluster.cidr")) instanceof Network net && net.ipv6();
    if (ipv6 && machine.ipv6().isEmpty() && config.list("bootstrap.nodeIPs").isEmpty()) {
      codes.add("KUBELET_NODE_IP_UNKNOWN");
    }
  }

  private boolean onEc2() {
    return !config.text("bootstrap.platform").equals("none");
  }

  /** Each file as whoever reads it understands it, and the configuration as it is dumped. */
  Map<String, @Nullable Object> outcome() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    Network network = (Network) Objects.requireNonNull(Said.meaning(config.at("cluster.cidr")));
    KubeletModel kubelet = new KubeletModel(config, machine, network);
    String endpoint = "unix://" + containerd.socket();
    all.put("kubelet/config", kubelet.configuration(endpoint, containerd.soci()));
    put(all, "kubelet/drop-in", kubelet.dropIn());
    all.put("kubelet/flags", kubelet.flags());
    all.put("kubelet/variables", kubelet.variables());
    kubelet.kubeconfigs().forEach((name, value) -> all.put("kubelet/" + name, value));
    put(all, "kubelet/credential-provider", kubelet.credentialProvider());
    all.put("kubelet/ca", Said.meaning(config.at("cluster.certificateAuthority")));
    all.put("containerd/config", containerd.tree());
    all.put("containerd/migrates", containerd.migrates());
    all.put("containerd/runtime-spec", containerd.runtimeSpec());
    if (containerd.soci()) {
      all.put("soci/socket", containerd.socket());
      all.put("soci/drop-in", "soci-snapshotter.service");
    }
    environment(all);
    put(all, "resolved", resolved());
    all.put("times", times());
    all.put("dump", dump());
    return all;
  }

  private static void put(
      Map<String, @Nullable Object> all, String name, Map<String, @Nullable Object> value) {
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }

  private void environment(Map<String, @Nullable Object> all) {
    config
        .table("instance.environment")
        .forEach((service, variables) -> {
          if (!service.contains("/")
              && !service.contains(" ")
              && !Merged.table(variables).isEmpty()) {
            all.put("environment/" + service, read(Merged.table(variables)));
          }
        });
  }

  /** Of the lines NAME=VALUE those that systemd takes, as it parts them. */
  private static Map<String, @Nullable Object> read(Map<String, @Nullable Object> variables) {
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    variables.forEach((name, value) -> {
      String[] line = (name + "=" + value).split("=", 2);
      if (SystemdReads.isAssignment(line[0], line[1])) {
        read.put(line[0], line[1]);
      }
    });
    return read;
  }

  private Map<String, @Nullable Object> resolved() {
    List<?> servers = config.list("instance.network.nameservers");
    List<?> domains = config.list("instance.network.domains");
    return servers.isEmpty() && domains.isEmpty()
        ? Map.of()
        : Map.of("DNS", servers, "Domains", domains);
  }

  private Map<String, @Nullable Object> times() {
    Map<String, @Nullable Object> times = new LinkedHashMap<>(BUDGETS);
    config.table("bootstrap.budgets").forEach((name, time) -> times.put(name, Said.meaning(time)));
    Object pull = Said.meaning(config.at("bootstrap.pullTimeout"));
    times.put("pullTimeout", pull == null ? 120_000L : pull);
    return times;
  }

  /** All that the fields say, without those that are empty and those of nodeready itself. */
  private Map<String, @Nullable Object> dump() {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put(
        "cluster",
        only(
            config.table("cluster"),
            "name",
            "apiServerEndpoint",
            "certificateAuthority",
            "cidr",
            "enableOutpost",
            "id"));
    Map<String, @Nullable Object> own =
        only(config.table("containerd"), "config", "baseRuntimeSpec");
    if (own.get("config") instanceof Said said && said.text().startsWith("merged\n")) {
      own.put("config", said.meaning());
    }
    spec.put("containerd", own);
    Map<String, @Nullable Object> services = config.table("instance.environment");
    services.values().removeIf(Objects::isNull);
    Map<String, @Nullable Object> instance = new LinkedHashMap<>();
    instance.put("environment", services);
    instance = only(instance, "environment");
    instance.put(
        "localStorage",
        only(config.table("instance.localStorage"), "strategy", "mountPath", "disabledMounts"));
    Map<String, @Nullable Object> storage = only(config.table("instance.storage"), "volumes");
    if (!storage.isEmpty()) {
      instance.put("storage", storage);
    }
    instance.put("network", only(config.table("instance.network"), "nameservers", "domains"));
    spec.put("instance", instance);
    spec.put("kubelet", only(config.table("kubelet"), "config", "flags", "maxPodsExpression"));
    spec.putAll(only(config.spec(), "featureGates"));
    return Merged.table(Said.texts(spec));
  }

  private static Map<String, @Nullable Object> only(
      Map<String, @Nullable Object> from, String... names) {
    Map<String, @Nullable Object> only = new LinkedHashMap<>(from);
    only.keySet().retainAll(List.of(names));
    only.values()
        .removeIf(value ->
            value == null
                || value.equals("")
                || (value instanceof Said said && said.text().isEmpty())
                || value.equals(List.of())
                || value.equals(Map.of()));
    return only;
  }
}
