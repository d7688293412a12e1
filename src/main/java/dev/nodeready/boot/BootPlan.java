package dev.nodeready.boot;

import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Step;
import java.util.List;

/** What a boot does, in order: the table of contents of nodeready. */
public final class BootPlan {
  private BootPlan() {}

  /** Every phase and step of a boot. */
  static List<Phase> phases(Boot boot) {
    ResolveSteps resolve = new ResolveSteps(boot);
    ConfigureSteps configure = new ConfigureSteps(boot);
    RuntimeSteps runtime = new RuntimeSteps(boot);
    KubeletSteps kubelet = new KubeletSteps(boot);
    JoinSteps join = boot.join();
    List<Phase> byConfiguration =
        List.of(
            Phase.of(
                "configure",
                new Step("local-disks", "Set up instance-store disks", configure::localDisks),
                new Step("runtime-files", "Write what containerd reads", configure::runtimeFiles),
                new Step("kubelet-files", "Write what kubelet reads", configure::kubeletFiles)),
            Phase.of(
                "runtime",
                new Step("start-containerd", "Start the container runtime", runtime::start),
                new Step("await-cri", "Wait until the runtime answers over CRI", runtime::await),
                new Step("sandbox-image", "Make sure of the sandbox image", runtime::image)));
    CloudFinal cloud = new CloudFinal(boot, byConfiguration);
    return List.of(
        Phase.of(
            "resolve",
            new Step("node-config", "Read the NodeConfig from its sources", resolve::config),
            new Step("ask-platform", "Ask who this instance is", resolve::askPlatform)),
        byConfiguration.getFirst(),
        byConfiguration.getLast(),
        Phase.of(
            "kubelet",
            new Step("cloud-final", "Run the same again if cloud-init changed it", cloud::run),
            new Step("start-kubelet", "Start kubelet", kubelet::start),
            new Step("pin-image", "Keep the sandbox image from being collected", runtime::pin),
            new Step("kubelet-healthy", "Wait until kubelet is healthy", kubelet::healthy)),
        Phase.of(
            JoinSteps.PHASE,
            new Step("kubelet-steady", "See kubelet stay healthy", kubelet::steady),
            new Step(JoinSteps.CERTIFICATE, "See kubelet get its certificate", join::certificate),
            new Step(JoinSteps.REGISTERED, "See the node registered", join::registered),
            new Step(JoinSteps.READY, "See the node become Ready", join::ready)));
  }
}
