package dev.nodeready.boot;

import dev.nodeready.config.NodeConfig;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.node.LiveNode;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Step;
import dev.nodeready.ready.Background;
import java.util.List;
import java.util.Optional;

/**
 * What a boot does, in order: the table of contents of nodeready. Each step is done by the pass
 * that holds when it runs.
 */
final class BootPlan implements AutoCloseable {
  private final Run run;
  private final List<Phase> phases;
  private Pass pass;

  /** The plan of a run, none of which has been done. */
  BootPlan(Run run) {
    this.run = run;
    pass = new Pass(run, run.inputs());
    phases = List.of(resolve(), configure(), runtime(), kubelet(), join());
  }

  Run run() {
    return run;
  }

  /** Every phase and step of a boot. */
  List<Phase> phases() {
    return phases;
  }

  /** Begins what the first steps wait for, beside what a run makes before it comes to them. */
  void beginAhead() {
    if (run.includes("resolve", "node-config")) {
      pass.inputs.beginToRead();
      pass.inputs.lookAtMachine();
    }
    if (run.writesFiles()) {
      Background<String> _ = Background.start("digests", LiveNode::firstDigest);
    }
  }

  /** The pass that holds now. */
  Pass pass() {
    return pass;
  }

  /** The configuration that holds now; empty where none has been read. */
  Optional<NodeConfig> known() {
    return pass.inputs.known();
  }

  /** Nothing of what was worked out before holds, down to where the runtime listens. */
  private void begin(Inputs inputs) {
    pass.close();
    pass = new Pass(run, inputs);
  }

  private Phase resolve() {
    return Phase.of(
        "resolve",
        new Step(
            "node-config", "Read the NodeConfig from its sources", p -> pass.resolve.config(p)),
        new Step("ask-platform", "Ask who this instance is", p -> pass.resolve.askPlatform(p)));
  }

  private Phase configure() {
    return Phase.of(
        "configure",
        new Step(
            "local-disks",
            "Set up volumes and instance-store disks",
            p -> pass.configure.localDisks(p)),
        new Step(
            Run.RUNTIME_FILES, "Write what containerd reads", p -> pass.configure.runtimeFiles(p)),
        new Step("kubelet-files", "Write what kubelet reads", p -> pass.configure.kubeletFiles(p)));
  }

  private Phase runtime() {
    return Phase.of(
        "runtime",
        new Step("start-containerd", "Start the container runtime", p -> pass.runtime.start(p)),
        new Step(
            "await-cri", "Wait until the runtime answers over CRI", p -> pass.runtime.await(p)),
        new Step("sandbox-image", "Make sure of the sandbox image", p -> pass.runtime.image(p)));
  }

  private Phase kubelet() {
    CloudFinal cloud = new CloudFinal(run, List.of(configure(), runtime()));
    return Phase.of(
        "kubelet",
        new Step(
            "cloud-final",
            "Run the same again if cloud-init changed it",
            p -> cloud.run(pass.inputs, this::begin, p)),
        new Step(
            "marker",
            "Leave interfaces that come from here on to the CNI plugin",
            new MarkerStep(run)::write),
        new Step(Run.START_KUBELET, "Start kubelet", p -> pass.kubelet.start(p)),
        new Step(
            "pin-image", "Keep the sandbox image from being collected", p -> pass.runtime.pin(p)),
        new Step("kubelet-healthy", "Wait until kubelet is healthy", p -> pass.kubelet.healthy(p)));
  }

  private Phase join() {
    return Phase.of(
        "join",
        new Step("kubelet-steady", "See kubelet stay healthy", p -> pass.kubelet.steady(p)),
        new Step(Run.CERTIFICATE, "See kubelet get its certificate", p -> pass.join.certificate(p)),
        new Step(Run.REGISTERED, "See the node registered", p -> pass.join.registered(p)),
        new Step(Run.READY, "See the node become Ready", p -> pass.join.ready(p)));
  }

  @Override
  public void close() {
    pass.close();
    run.close();
  }
}
