package dev.nodeready.boot;

import dev.nodeready.inputs.Inputs;
import dev.nodeready.join.Joining;
import dev.nodeready.node.LiveNode;
import dev.nodeready.plan.Step;
import dev.nodeready.runtime.Images;
import dev.nodeready.runtime.RuntimeWait;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.systemd.Gates;
import org.jspecify.annotations.Nullable;

/**
 * What follows from one reading of the configuration: values, each made from those above it, and
 * the steps that take and give them. It wires and does nothing. A configuration that changes behind
 * cloud-init makes another pass, which knows nothing of this one.
 */
final class Pass implements AutoCloseable {
  final Inputs inputs;
  final WantedNode wanted;
  final LiveNode live;
  final Images images;
  final ResolveSteps resolve;
  final ConfigureSteps configure;
  final RuntimeSteps runtime;
  final KubeletSteps kubelet;
  final JoinSteps join;
  final Joining joining;
  private final RuntimeWait answers;

  /** What follows from {@code inputs}. */
  Pass(Run run, Inputs inputs) {
    this.inputs = inputs;
    Supervisor supervisor = run.supervisor();
    Gates gates = run.gates();
    wanted = new WantedNode(inputs, run.options().criEndpoint(), run.writesFiles());
    live = new LiveNode(run.root(), supervisor);
    answers = new RuntimeWait(inputs, wanted::endpoint, supervisor, run.time());
    images = new Images(inputs, answers);
    joining =
        new Joining(inputs, supervisor, run.time(), run.options().joinOtherwise(), run.seesJoin());

    configure =
        new ConfigureSteps(
            inputs, wanted, live, new DiskSetup(run), gates, run.options().besideCloudInit());
    Step.@Nullable Action evenSo = run.writesFiles() ? null : configure::allFiles;
    resolve = new ResolveSteps(inputs, evenSo);
    runtime = new RuntimeSteps(inputs, live, answers, images, gates, run.startsKubelet());
    kubelet = new KubeletSteps(inputs, live, answers, joining, supervisor, gates, run.time());
    join = new JoinSteps(joining, run.time());
  }

  @Override
  public void close() {
    answers.close();
    joining.close();
  }
}
