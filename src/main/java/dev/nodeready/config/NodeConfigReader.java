package dev.nodeready.config;

import dev.nodeready.config.Bootstrap.Budgets;
import dev.nodeready.config.Bootstrap.Pauses;
import dev.nodeready.config.NodeConfig.Cluster;
import dev.nodeready.config.NodeConfig.Containerd;
import dev.nodeready.config.NodeConfig.Instance;
import dev.nodeready.config.NodeConfig.Kubelet;
import dev.nodeready.config.NodeConfig.LocalStorage;
import dev.nodeready.config.NodeConfig.Network;
import dev.nodeready.config.NodeConfig.Volume;
import dev.nodeready.tree.Value.Obj;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the model out of a checked and merged tree. */
final class NodeConfigReader {
  private NodeConfigReader() {}

  /** The configuration that a whole document says. */
  static NodeConfig document(Obj document) {
    return spec(new Reading(document).below("spec"));
  }

  static NodeConfig spec(Reading spec) {
    return new NodeConfig(
        cluster(spec.below("cluster")),
        containerd(spec.below("containerd")),
        instance(spec.below("instance")),
        kubelet(spec.below("kubelet")),
        gates(spec.free("featureGates")),
        bootstrap(spec.below("bootstrap")));
  }

  private static Cluster cluster(Reading cluster) {
    return new Cluster(
        cluster.text("name"),
        cluster.text("apiServerEndpoint"),
        (String) cluster.plain("certificateAuthority"),
        cluster.text("cidr"),
        (Boolean) cluster.plain("enableOutpost"),
        cluster.text("id"));
  }

  private static Containerd containerd(Reading containerd) {
    return new Containerd(containerd.text("config"), containerd.free("baseRuntimeSpec"));
  }

  private static Instance instance(Reading instance) {
    Reading storage = instance.below("localStorage");
    Reading network = instance.below("network");
    return new Instance(
        new LocalStorage(
            storage.text("strategy"), storage.text("mountPath"), storage.texts("disabledMounts")),
        volumes(instance.below("storage")),
        environment(instance.free("environment")),
        new Network(network.texts("nameservers"), network.texts("domains")));
  }

  private static List<Volume> volumes(Reading storage) {
    return storage.objects("volumes").stream()
        .map(volume ->
            new Volume(volume.text("device"), volume.texts("mountTargets"), volume.text("fsType")))
        .toList();
  }

  private static Map<String, Map<String, String>> environment(
      Map<String, @Nullable Object> services) {
    Map<String, Map<String, String>> environment = new LinkedHashMap<>();
    services.forEach((service, variables) -> {
      if (variables instanceof Map<?, ?> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((name, value) -> texts.put((String) name, String.valueOf(value)));
        environment.put(service, Collections.unmodifiableMap(texts));
      }
    });
    return Collections.unmodifiableMap(environment);
  }

  private static Kubelet kubelet(Reading kubelet) {
    return new Kubelet(
        kubelet.free("config"), kubelet.texts("flags"), kubelet.text("maxPodsExpression"));
  }

  private static Map<String, Boolean> gates(Map<String, @Nullable Object> seen) {
    Map<String, Boolean> gates = new LinkedHashMap<>();
    seen.forEach((name, on) -> gates.put(name, Boolean.TRUE.equals(on)));
    return Collections.unmodifiableMap(gates);
  }

  private static Bootstrap bootstrap(Reading bootstrap) {
    Bootstrap our = Bootstrap.DEFAULTS;
    return new Bootstrap(
        budgets(bootstrap.below("budgets"), our.budgets()),
        pauses(bootstrap.below("retry"), our.retry()),
        bootstrap.text("sandboxImage", our.sandboxImage()),
        bootstrap.has("archives") ? bootstrap.texts("archives") : our.archives(),
        bootstrap.time("pullTimeout", our.pullTimeout()),
        bootstrap.time("pullStall", our.pullStall()),
        bootstrap.choice("sandboxMissing", our.sandboxMissing()),
        bootstrap.choice("join", our.join()),
        bootstrap.choice("platform", our.platform()),
        bootstrap.text("nodeName", our.nodeName()),
        bootstrap.texts("nodeIPs"),
        bootstrap.text("providerID", our.providerId()),
        token(bootstrap.below("credentials").below("bootstrapToken")),
        fleet(bootstrap, our.fleet()),
        bootstrap.flag("strict", our.strict()));
  }

  private static Budgets budgets(Reading seen, Budgets our) {
    return new Budgets(
        seen.time("total", our.total()),
        seen.time("runtime", our.runtime()),
        seen.time("image", our.image()),
        seen.time("kubelet", our.kubelet()),
        seen.time("join", our.join()));
  }

  private static Bootstrap.BootstrapToken token(Reading seen) {
    return new Bootstrap.BootstrapToken(seen.text("token").strip(), seen.text("file"));
  }

  private static Bootstrap.Fleet fleet(Reading seen, Bootstrap.Fleet our) {
    return new Bootstrap.Fleet(
        seen.below("metrics").text("textfile", our.textfile()),
        seen.texts("onVerdict"),
        seen.flag("annotateNode", our.annotateNode()));
  }

  private static Pauses pauses(Reading seen, Pauses our) {
    return new Pauses(
        seen.time("first", our.first()),
        seen.time("longest", our.longest()),
        seen.number("factor", our.factor()),
        seen.flag("jitter", our.jitter()));
  }
}
