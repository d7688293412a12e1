package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is reserved for the system, and which part of it is enforced. */
final class ReservedRules extends Rules {
  private static final List<String> RESOURCES =
      List.of("cpu", "memory", "ephemeral-storage", "pid");
  private static final String ENFORCE = "enforceNodeAllocatable";

  ReservedRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    reserved("kubeReserved");
    reserved("systemReserved");
    if (says(ENFORCE)
        || says("cgroupsPerQOS")
        || says("kubeReservedCgroup")
        || says("systemReservedCgroup")) {
      enforced();
    }
    cpus();
    memory();
    qos();
    if (!config.text("systemCgroups").isEmpty() && config.text("cgroupRoot").isEmpty()) {
      refuse("needs cgroupRoot", "set cgroupRoot to /", "systemCgroups", "cgroupRoot");
    }
  }

  private void reserved(String field) {
    if (!says(field)) {
      return;
    }
    config
        .map(field)
        .forEach((key, value) -> {
          String resource = String.valueOf(key);
          if (!RESOURCES.contains(resource)) {
            String near = Suggest.closest(resource, RESOURCES);
            refuseMember(
                Suggest.quote(resource) + " cannot be reserved, and kubelet exits on it",
                near == null ? "write " + Suggest.list(RESOURCES) : Suggest.question(near),
                field,
                resource);
          } else if (value instanceof String text) {
            quantity(text, field, resource);
          }
        });
  }

  private void quantity(String text, String field, String resource) {
    Decimal amount = Quantity.parse(text);
    if (amount == null) {
      refuseMember(
          Suggest.quote(text) + " is no quantity, and kubelet exits on it",
          Effective.quantityToWrite(text),
          field,
          resource);
    } else if (amount.signum() < 0) {
      refuseMember(
          text + " is negative, and kubelet exits on it",
          "write \"" + text.substring(1) + '"',
          field,
          resource);
    }
  }

  private void enforced() {
    List<?> keys = config.list(ENFORCE);
    Set<Object> seen = new HashSet<>();
    for (Object key : keys) {
      if (!seen.add(key) && config.minor() >= 31) {
        refuse(Suggest.quote(String.valueOf(key)) + " stands twice", "take one out", ENFORCE);
      }
    }
    for (Object key : seen) {
      enforced(String.valueOf(key), keys.size());
    }
    for (String who : List.of("system", "kube")) {
      if (seen.contains(who + "-reserved") && seen.contains(who + "-reserved-compressible")) {
        refuse(
            who + "-reserved and " + who + "-reserved-compressible exclude each other",
            "take one out",
            ENFORCE);
      }
    }
    if (!config.is("cgroupsPerQOS")
        && !keys.isEmpty()
        && (config.minor() < 31 || !seen.equals(Set.of("none")))) {
      refuse(
          "cgroupsPerQOS is false, but " + ENFORCE + " is " + keys,
          "set " + ENFORCE + ": " + (config.minor() < 31 ? "[]" : "[none]"),
          "cgroupsPerQOS",
          ENFORCE);
    }
  }

  private void enforced(String key, int count) {
    boolean compressible = config.minor() >= 32 && key.endsWith("-compressible");
    String plain = compressible ? key.substring(0, key.length() - "-compressible".length()) : key;
    switch (plain) {
      case "pods" -> {}
      case "system-reserved" -> cgroup("systemReservedCgroup", key);
      case "kube-reserved" -> cgroup("kubeReservedCgroup", key);
      case "none" -> {
        if (count > 1) {
          refuse("none stands beside others", "take the others out", ENFORCE);
        }
      }
      default -> {
        List<String> known = List.of("pods", "system-reserved", "kube-reserved", "none");
        String near = Suggest.closest(key, known);
        refuse(
            Suggest.quote(key) + " cannot be enforced, and kubelet exits on it",
            near == null ? "write " + Suggest.list(known) : Suggest.question(near),
            ENFORCE);
      }
    }
  }

  private void cgroup(String field, String key) {
    if (config.text(field).isEmpty()) {
      refuse(key + " is enforced, but " + field + " is empty", "set " + field, field, ENFORCE);
    }
  }

  private void cpus() {
    String cpus = config.text("reservedSystemCPUs");
    if (cpus.isEmpty()) {
      return;
    }
    if (!isCpuSet(cpus)) {
      refuse(
          Suggest.quote(cpus) + " is no list of CPUs",
          "write one such as 0-1,3",
          "reservedSystemCPUs");
    }
    if (!config.text("systemReservedCgroup").isEmpty()
        || !config.text("kubeReservedCgroup").isEmpty()) {
      refuse(
          "cannot stand beside systemReservedCgroup and kubeReservedCgroup, which nodeadm's file sets",
          "set systemReservedCgroup: \"\" and kubeReservedCgroup: \"\" too",
          "reservedSystemCPUs");
    }
  }

  private static boolean isCpuSet(String text) {
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      Long first = GoValues.integer("+" + ends[0], 32);
      Long last = GoValues.integer("+" + ends[ends.length - 1], 32);
      if (ends.length > 2 || first == null || last == null || first > last) {
        return false;
      }
    }
    return true;
  }

  private void memory() {
    Set<String> seen = new HashSet<>();
    for (Object item : config.list("reservedMemory")) {
      if (item instanceof Map<?, ?> one && one.get("limits") instanceof Map<?, ?> limits) {
        limits.forEach(
            (key, value) -> memory(String.valueOf(one.get("numaNode")), key, value, seen));
      }
    }
  }

  private void memory(String node, Object key, Object value, Set<String> seen) {
    String resource = String.valueOf(key);
    Decimal amount = Quantity.parse(String.valueOf(value));
    String what = resource + " of NUMA node " + node;
    if (!resource.equals("memory") && !resource.startsWith("hugepages-")) {
      refuse(what + " cannot be reserved", "write memory or hugepages-2Mi, say", "reservedMemory");
    } else if (amount != null && amount.signum() == 0) {
      refuse(what + " is 0", "write an amount, or take it out", "reservedMemory");
    } else if (!seen.add(node + "/" + resource)) {
      refuse(what + " stands twice", "take one out", "reservedMemory");
    }
  }

  private void qos() {
    config
        .map("qosReserved")
        .forEach((key, value) -> {
          if (!key.equals("memory")) {
            refuseMember(
                Suggest.quote(String.valueOf(key))
                    + " cannot be reserved by class, only memory can",
                "take it out",
                "qosReserved",
                String.valueOf(key));
          } else if (!text(value).matches("[0-9]{1,2}%|100%")) {
            refuseMember(
                Suggest.quote(text(value)) + " is no percentage",
                "write one such as 50%",
                "qosReserved",
                "memory");
          }
        });
  }
}
