package dev.nodeready.boot;

import dev.nodeready.host.Root;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.plan.Selection;
import dev.nodeready.supervise.SupervisorKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says of a boot; null and empty mean that the configuration decides.
 *
 * @param command the name of the command that runs it, for the lock
 * @param root below which every file of the machine is read and written
 * @param criEndpoint the runtime's socket, such as {@code unix:///run/containerd/containerd.sock}
 * @param sources where the configuration comes from, as URIs
 * @param cache where the resolved configuration is kept
 * @param selection the steps that run
 * @param supervisor who runs the daemons
 * @param budgets limits that win over the configuration's
 * @param waitForLock whether another run is waited for instead of reported
 * @param joinOtherwise when the boot counts as joined where the configuration does not say
 * @param strict whether what {@code config check} refuses fails the boot
 */
public record BootOptions(
    String command,
    Root root,
    @Nullable String criEndpoint,
    List<String> sources,
    @Nullable Path cache,
    Selection selection,
    SupervisorKind supervisor,
    Budgets.Given budgets,
    boolean waitForLock,
    JoinPolicy joinOtherwise,
    boolean strict) {
  /** Nothing said: the configuration decides, on the machine itself. */
  static final BootOptions NONE = forBuilder("init");

  /** Those of a command for whoever builds machine images, on the machine itself. */
  static BootOptions forBuilder(String command) {
    return new BootOptions(
        command,
        Root.MACHINE,
        null,
        List.of(),
        null,
        Selection.ALL,
        SupervisorKind.NONE,
        Budgets.Given.NONE,
        false,
        JoinPolicy.READY,
        false);
  }

  /** Those of a watch over a node that was booted by the configuration that is kept. */
  public static BootOptions forWatch(
      Root root, @Nullable String criEndpoint, Path cache, SupervisorKind supervisor) {
    return new BootOptions(
            "watch",
            root,
            criEndpoint,
            List.of(),
            cache,
            Selection.ALL,
            supervisor,
            Budgets.Given.NONE,
            false,
            JoinPolicy.READY,
            false)
        .watching();
  }

  /** The same for a watch beside the boot's own process. */
  BootOptions watching() {
    return new BootOptions(
        command,
        root,
        criEndpoint,
        sources,
        cache,
        // Nothing is written, and kubelet is not started.
        new Selection(Set.of("runtime"), Set.of()),
        supervisor,
        budgets,
        waitForLock,
        joinOtherwise,
        strict);
  }

  /** The same with a runtime that listens there. */
  BootOptions withRuntime(String endpoint) {
    return new BootOptions(
        command,
        root,
        endpoint,
        sources,
        cache,
        selection,
        supervisor,
        budgets,
        waitForLock,
        joinOtherwise,
        strict);
  }

  /** Whether it is only tried whether this machine can boot. */
  boolean rehearses() {
    return command.equals("rehearse");
  }

  /** Whether cloud-init runs at the same time, so that its end is waited for. */
  boolean besideCloudInit() {
    return command.equals("daemon");
  }
}
