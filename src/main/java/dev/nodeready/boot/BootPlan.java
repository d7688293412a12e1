package dev.nodeready.boot;

import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Step;
import java.util.List;

/** What a boot does, in order: the table of contents of nodeready. */
public final class BootPlan {
  private BootPlan() {}

  /** Every phase and step of a boot. */
  static List<Phase> phases(Boot boot) {
    RuntimeSteps runtime = new RuntimeSteps(boot);
    KubeletSteps kubelet = new KubeletSteps(boot);
    return List.of(
        Phase.of(
            "runtime",
            new Step("start-containerd", "Start the container runtime", runtime::start),
            new Step("await-cri", "Wait until the runtime answers over CRI", runtime::await)),
        Phase.of(
            "kubelet",
            new Step("start-kubelet", "Start kubelet", kubelet::start),
            new Step("kubelet-healthy", "Wait until kubelet is healthy", kubelet::healthy)),
        Phase.of("join", new Step("kubelet-steady", "See kubelet stay healthy", kubelet::steady)));
  }
}
