package dev.nodeready.config;

import dev.nodeready.config.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as nodeadm prints it: fields in the order of the model, empty ones left out.
 */
public final class ConfigJson {
  private ConfigJson() {}

  /** One line with its newline: what {@code config dump} prints. */
  public static String dump(NodeConfig config) {
    return Json.compact(document(config)) + "\n";
  }

  /** The same as plain values. */
  public static Map<String, @Nullable Object> document(NodeConfig config) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("kind", NodeConfig.KIND);
    document.put("apiVersion", NodeConfig.API_VERSION);
    document.put("metadata", Map.of());
    document.put("spec", spec(config));
    return document;
  }

  /** Paths whose values differ, those of lists as a whole. */
  static List<String> differences(NodeConfig earlier, NodeConfig later) {
    List<String> paths = new ArrayList<>();
    compare(spec(earlier), spec(later), "spec", paths);
    return paths;
  }

  private static void compare(
      @Nullable Object earlier, @Nullable Object later, String path, List<String> paths) {
    if (earlier instanceof Map<?, ?> one && later instanceof Map<?, ?> other) {
      TreeSet<String> keys = new TreeSet<>();
      one.keySet().forEach(key -> keys.add((String) key));
      other.keySet().forEach(key -> keys.add((String) key));
      for (String key : keys) {
        compare(one.get(key), other.get(key), Paths.member(path, key), paths);
      }
    } else if (!Json.compact(Json.sorted(earlier)).equals(Json.compact(Json.sorted(later)))) {
      paths.add(path);
    }
  }

  static Map<String, @Nullable Object> spec(NodeConfig config) {
    Members spec = new Members();
    spec.put("cluster", cluster(config.cluster()));
    spec.put("containerd", containerd(config.containerd()));
    spec.put("instance", instance(config.instance()));
    spec.put("kubelet", kubelet(config.kubelet()));
    spec.add("featureGates", Json.sorted(config.featureGates()));
    spec.add("bootstrap", BootstrapJson.differing(config.bootstrap()));
    return spec.map;
  }

  private static Object cluster(NodeConfig.Cluster cluster) {
    Members members = new Members();
    members.add("name", cluster.name());
    members.add("apiServerEndpoint", cluster.apiServerEndpoint());
    members.add("certificateAuthority", cluster.certificateAuthority());
    members.add("cidr", cluster.cidr());
    members.add("enableOutpost", cluster.enableOutpost());
    members.add("id", cluster.id());
    return members.map;
  }

  private static Object containerd(NodeConfig.Containerd containerd) {
    Members members = new Members();
    members.add("config", containerd.config());
    members.add("baseRuntimeSpec", Json.sorted(containerd.baseRuntimeSpec()));
    return members.map;
  }

  private static Object instance(NodeConfig.Instance instance) {
    Members storage = new Members();
    storage.add("strategy", instance.localStorage().strategy());
    storage.add("mountPath", instance.localStorage().mountPath());
    storage.add("disabledMounts", instance.localStorage().disabledMounts());
    Members network = new Members();
    network.add("nameservers", instance.network().nameservers());
    network.add("domains", instance.network().domains());
    Members members = new Members();
    members.put("localStorage", storage.map);
    members.add("storage", volumes(instance.volumes()));
    members.add("environment", Json.sorted(instance.environment()));
    members.put("network", network.map);
    return members.map;
  }

  private static Object volumes(List<NodeConfig.Volume> volumes) {
    List<Object> items = new ArrayList<>();
    for (NodeConfig.Volume volume : volumes) {
      Members members = new Members();
      members.add("device", volume.device());
      members.add("mountTargets", volume.mountTargets());
      members.add("fsType", volume.fsType());
      items.add(members.map);
    }
    Members storage = new Members();
    storage.add("volumes", items);
    return storage.map;
  }

  private static Object kubelet(NodeConfig.Kubelet kubelet) {
    Members members = new Members();
    members.add("config", Json.sorted(kubelet.config()));
    members.add("flags", kubelet.flags());
    members.add("maxPodsExpression", kubelet.maxPodsExpression());
    return members.map;
  }

  /** Members of an object, in order. */
  static final class Members {
    final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    void put(String name, Object value) {
      map.put(name, value);
    }

    /** Adds a value that is not empty. */
    void add(String name, @Nullable Object value) {
      boolean empty =
          switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> object -> object.isEmpty();
            default -> false;
          };
      if (!empty) {
        map.put(name, value);
      }
    }
  }
}
