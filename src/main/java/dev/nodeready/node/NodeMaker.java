package dev.nodeready.node;

import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the desired node of a machine where only the installed containerd can tell what it makes of
 * its configuration: it is asked, and all is rendered by that.
 *
 * @param containerd its version
 */
public record NodeMaker(Root root, Commands commands, ProgramVersion containerd) {
  /** Renders as a function of what containerd makes of its own configuration. */
  @FunctionalInterface
  public interface Rendering {
    /** Null where it was not asked. */
    DesiredNode with(@Nullable EffectiveConfig told);
  }

  /**
   * The node, migrated.
   *
   * @param users what the user has added to containerd's configuration
   * @throws dev.nodeready.failure.FailureException where no working node can come of it
   */
  public DesiredNode make(Rendering rendering, String users) throws InterruptedException {
    Migration migration = new Migration(commands, containerd);
    DesiredNode node = migration.apply(rendering.with(null), users);
    List<Failure> warnings = new ContainerdFolder(root, containerd).warnings(node);
    ContainerdAnswer.Read answer =
        new ContainerdAnswer(root, commands, containerd).read(node, users);
    DesiredNode known = node;
    if (answer.told().isPresent()) {
      EffectiveConfig told = answer.told().get();
      known = migration.apply(rendering.with(told), users).told(told);
    }
    return known.alsoWarning(warnings).alsoWarning(answer.warnings());
  }
}
