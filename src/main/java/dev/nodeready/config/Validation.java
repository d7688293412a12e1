package dev.nodeready.config;

import java.util.List;

/** Holds a whole configuration against what can work, before anything slow begins. */
public final class Validation {
  private static final List<String> GATES = List.of("InstanceIdNodeName", "FastImagePull");

  private Validation() {}

  /**
   * What is known of the machine.
   *
   * @param kubeletVersion such as {@code v1.34.2}; empty when not known
   * @param memoryBytes of the machine; 0 when not known
   * @param othersDropIns whether drop-ins of others are merged over what the NodeConfig says, so
   *     that nothing in it is certain to be what kubelet reads
   * @param last whether no other check follows that knows more; what depends on kubelet's version
   *     is left to that one otherwise
   */
  public record Facts(
      String kubeletVersion, long memoryBytes, boolean othersDropIns, boolean last) {
    /** Nothing is known, nor ever will be. */
    public static final Facts NONE = new Facts("", 0);

    /** Nothing is known yet; the machine is looked at later. */
    public static final Facts NOT_YET = new Facts("", 0, false, false);

    /** All that there is to know. */
    public Facts(String kubeletVersion, long memoryBytes) {
      this(kubeletVersion, memoryBytes, false, true);
    }
  }

  /**
   * Everything that is wrong with the configuration.
   *
   * @param origins where its values were written
   * @param earlier what reading it has found; tells which unknown field was probably meant
   */
  public static List<Problem> check(
      NodeConfig config, Origins origins, List<Problem> earlier, Facts facts) {
    Report report = new Report(origins);
    new ClusterCheck(report, earlier, config.bootstrap().platform().equals("none"))
        .check(config.cluster());
    new ContainerdCheck(report).check(config.containerd());
    new InstanceCheck(report).check(config.instance());
    NoProxyCheck noProxy = new NoProxyCheck(report, config.cluster().apiServerEndpoint());
    config.instance().environment().forEach(noProxy::check);
    new KubeletCheck(report, facts).check(config.kubelet());
    new ShellCheck(report).check(config);
    new BootstrapCheck(report).check(config.bootstrap());
    gates(config, report);
    return report.problems();
  }

  private static void gates(NodeConfig config, Report report) {
    for (String gate : config.featureGates().keySet()) {
      if (!GATES.contains(gate)) {
        String near = Suggest.closest(gate, GATES);
        report.warn(
            Paths.member("spec.featureGates", gate),
            "is no feature gate, so it does nothing",
            near == null ? "known are " + Suggest.list(GATES) : Suggest.question(near));
      }
    }
  }
}
