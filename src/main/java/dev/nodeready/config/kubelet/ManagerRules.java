package dev.nodeready.config.kubelet;

import dev.nodeready.config.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the managers of CPUs, memory and topology need, and which options they know. */
final class ManagerRules extends Rules {
  private static final String CPU = "cpuManagerPolicyOptions";
  private static final String TOPOLOGY = "topologyManagerPolicyOptions";

  /**
   * An option; each stage is the version that reached it, 99 for none.
   *
   * @param since alpha, for which a gate has to be switched on
   * @param beta on unless its gate is switched off
   */
  private record Option(String name, int since, int beta, int stable) {}

  private static final List<Option> CPU_OPTIONS =
      List.of(
          new Option("full-pcpus-only", 28, 28, 33),
          new Option("distribute-cpus-across-numa", 28, 33, 99),
          new Option("align-by-socket", 28, 99, 99),
          new Option("distribute-cpus-across-cores", 31, 99, 99),
          new Option("strict-cpu-reservation", 32, 33, 35),
          new Option("prefer-align-cpus-by-uncorecache", 32, 34, 36));

  private static final List<Option> TOPOLOGY_OPTIONS =
      List.of(
          new Option("prefer-closest-numa-nodes", 28, 28, 32),
          new Option("max-allowable-numa-nodes", 31, 31, 35));

  ManagerRules(Effective config, Findings findings) {
    super(config, findings);
  }

  @Override
  void check() {
    boolean fixed = config.text("cpuManagerPolicy").equals("static");
    options(CPU, "CPUManager", CPU_OPTIONS, fixed);
    // Without a policy kubelet has no manager that would read them.
    boolean managed = !config.text("topologyManagerPolicy").equals("none");
    options(TOPOLOGY, "TopologyManager", TOPOLOGY_OPTIONS, managed);
    if (!fixed && !config.map(CPU).isEmpty()) {
      refuse(
          "are set, but cpuManagerPolicy is none, which takes no options",
          "set cpuManagerPolicy: static too",
          CPU,
          "cpuManagerPolicy");
    }
    if (fixed) {
      reservedCpu();
    }
    if (config.text("memoryManagerPolicy").equals("Static")
        && config.list("reservedMemory").isEmpty()
        && !config.hasFlag("reserved-memory")) {
      refuse(
          "Static needs reservedMemory",
          "set reservedMemory to the sum of kubeReserved, systemReserved and evictionHard memory",
          "memoryManagerPolicy");
    }
  }

  private void options(String field, String manager, List<Option> known, boolean read) {
    if (!read || !says(field)) {
      return;
    }
    if (!config.gate(manager + "PolicyOptions")
        && Table.gates().word(manager + "PolicyOptions", config.minor()) != null) {
      refuse("need the feature gate " + manager + "PolicyOptions", "leave it on", field);
      return;
    }
    config
        .map(field)
        .forEach((key, value) -> {
          String name = String.valueOf(key);
          String wrong = wrong(name, manager, known);
          if (wrong != null) {
            refuseMember(wrong, todo(name, known), field, name);
          } else if (!name.equals("max-allowable-numa-nodes")
              && GoValues.bool(text(value)) == null) {
            refuseMember(
                Suggest.quote(text(value)) + " is neither true nor false",
                "write \"true\"",
                field,
                name);
          } else if (name.equals("max-allowable-numa-nodes")) {
            Long nodes = GoValues.integer(text(value), 64);
            if (nodes == null || nodes < 8) {
              refuseMember(
                  Suggest.quote(text(value)) + " is no number from 8 on",
                  "write \"8\"",
                  field,
                  name);
            }
          }
        });
  }

  private @Nullable String wrong(String name, String manager, List<Option> known) {
    for (Option option : known) {
      if (option.name().equals(name) && option.since() <= config.minor()) {
        int minor = config.minor();
        String stage = minor >= option.stable() ? "" : minor >= option.beta() ? "Beta" : "Alpha";
        String gate = manager + "Policy" + stage + "Options";
        return stage.isEmpty() || config.gate(gate)
            ? null
            : Suggest.quote(name) + " needs the feature gate " + gate + " with kubelet 1." + minor;
      }
    }
    return "kubelet 1."
        + config.minor()
        + " has no option "
        + Suggest.quote(name)
        + " and would exit";
  }

  private String todo(String name, List<Option> known) {
    List<String> names = new ArrayList<>();
    known.stream().filter(o -> o.since() <= config.minor()).forEach(o -> names.add(o.name()));
    String near = Suggest.closest(name, names);
    return names.contains(name)
        ? "set that gate to true in featureGates"
        : near == null ? "write one of " + Suggest.list(names) : Suggest.question(near);
  }

  /** The static policy keeps CPUs back, so some must be reserved. */
  private void reservedCpu() {
    Decimal sum = cpu("kubeReserved").plus(cpu("systemReserved"));
    if (sum.signum() == 0 && config.text("reservedSystemCPUs").isEmpty()) {
      refuse(
          "cpuManagerPolicy static needs a reserved CPU, but kubeReserved and systemReserved have none",
          "set kubeReserved: {cpu: 100m}, say",
          "kubeReserved",
          "systemReserved",
          "cpuManagerPolicy");
    }
  }

  private Decimal cpu(String field) {
    Map<?, ?> reserved = config.map(field);
    Decimal amount = Quantity.parse(text(reserved.get("cpu")));
    return amount == null ? Decimal.ZERO : amount;
  }
}
