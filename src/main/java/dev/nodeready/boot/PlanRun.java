package dev.nodeready.boot;

import dev.nodeready.aws.Imds;
import dev.nodeready.config.Problem;
import dev.nodeready.config.UserData;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.node.LiveCheck;
import dev.nodeready.node.NodePlan;
import dev.nodeready.node.UnitInputs;
import dev.nodeready.platform.Firmware;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.UnitRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out what a boot would change, and changes nothing. */
public final class PlanRun {
  private PlanRun() {}

  /**
   * The user data of this instance, for commands that look at a configuration and do nothing with
   * it.
   */
  public static UserData userData() {
    return new UserData() {
      @Override
      public byte @Nullable [] fetch() throws InterruptedException {
        return new Imds(System.getenv(), Imds.DEFAULT_POLICY, Time.SYSTEM).userData();
      }

      @Override
      public String elsewhere() {
        return Firmware.elsewhere(Root.MACHINE, System.getenv());
      }
    };
  }

  /**
   * Plans a boot.
   *
   * @param live whether to look for drift of the running machine as well
   * @throws dev.nodeready.failure.FailureException when the node cannot be worked out
   * @throws InterruptedException when stopped
   */
  public static NodePlan run(BootOptions options, boolean live) throws InterruptedException {
    try (BootPlan boot = new BootPlan(Run.of(options, Time.SYSTEM, null))) {
      Inputs inputs = boot.pass().inputs;
      List<Problem> problems = new ArrayList<>(inputs.resolved().problems());
      problems.addAll(inputs.checkOnMachine());
      DesiredNode node =
          boot.pass()
              .wanted
              .desired()
              .alsoWarning(problems.stream().map(Problem::asFailure).toList());
      Map<String, UnitRun> runs = new HashMap<>();
      for (UnitInputs unit : node.units()) {
        boot.run().supervisor().run(unit.unit()).ifPresent(run -> runs.put(unit.unit(), run));
      }
      NodePlan all = NodePlan.of(inputs.root(), node, unit -> Optional.ofNullable(runs.get(unit)));
      NodePlan plan = boot.run().supervisor().manages() ? all : all.withoutUnits();
      return live
          ? plan.withDrift(
              new LiveCheck(inputs.root(), inputs.commands(), inputs.machine().containerd())
                  .drift(node))
          : plan;
    }
  }
}
