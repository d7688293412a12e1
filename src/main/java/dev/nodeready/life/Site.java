package dev.nodeready.life;

import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor;

/**
 * The machine that is cleared.
 *
 * @param supervisor who runs its daemons
 * @param runtime where its container runtime listens, if it runs
 */
public record Site(
    Root root, Supervisor supervisor, CriEndpoint runtime, Commands commands, Time time) {
  /** Whether it is this machine, whose programs may be run for it. */
  boolean isMachine() {
    return root.equals(Root.MACHINE);
  }
}
