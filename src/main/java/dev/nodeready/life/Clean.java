package dev.nodeready.life;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.identity.Identity;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.supervise.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes identity and state out of a machine that an image is made of, by the table {@link
 * Identity}. Images, the runtime's configuration and all that every machine of the image is to have
 * stay.
 */
public final class Clean {
  private final Site site;
  private final boolean journal;

  /**
   * A cleaning of a machine.
   *
   * @param journal whether its journal goes too
   */
  public Clean(Site site, boolean journal) {
    this.site = site;
    this.journal = journal;
  }

  /**
   * Looks whether this is a node, whose pods would go with its identity.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_JOINED} where it is
   */
  public void refuseNode() throws InterruptedException {
    Optional<String> node = JoinedBefore.nodeOf(site.root());
    boolean runs = site.supervisor().run(Daemon.KUBELET).isPresent();
    if (runs || node.isPresent()) {
      String what = node.map(name -> "this machine is the node " + name).orElse("kubelet runs");
      throw Failure.permanent(
              Code.HOST_JOINED,
              "take identity out of this machine",
              what,
              "take it out of its cluster first: nodeready reset; or with all else at once:"
                  + " nodeready clean --force")
          .asException();
    }
  }

  /**
   * Does it, or tells what it would do.
   *
   * @param dry whether nothing is changed
   * @param told hears a line for each thing, when it is gone
   * @throws dev.nodeready.failure.FailureException when kubelet runs and does not stop
   * @throws InterruptedException when stopped; the next run goes on
   */
  public Account run(boolean dry, Consumer<String> told) throws InterruptedException {
    List<Part> parts = new ArrayList<>();
    parts.add(RunningUnits.ours(site));
    parts.addAll(Reset.node(site));
    parts.add(new WrittenFiles(site, ofOneNode()::contains));
    parts.add(new RunState(site));
    parts.add(new Traces(site, Identity.RUNTIME_ID, Identity.BOOT_RECORDS, Identity.INTERFACES));
    parts.add(new CloudInit(site));
    parts.add(new SshHostKeys(site));
    parts.add(new Traces(site, Identity.RANDOM_SEED));
    parts.add(new MachineId(site));
    if (journal) {
      parts.add(new Traces(site, Identity.JOURNAL));
    }
    if (!dry) {
      parts.add(this::whatIsLeft);
    }
    return new Sweep(dry, told).over(parts);
  }

  /** What we wrote for kubelet and one node alone; the rest is as good for the next one. */
  private Set<String> ofOneNode() {
    return List.of(Identity.KUBECONFIG, Identity.NODE_NAME).stream()
        .flatMap(kind -> kind.leftIn(site.root()).stream())
        .map(Identity.Left::path)
        .collect(Collectors.toSet());
  }

  private Part.Found whatIsLeft() {
    List<Failure> looks =
        Identity.allLeftIn(site.root()).stream()
            .filter(left -> !left.identity().isHarmless())
            .map(left ->
                Failure.permanent(
                    Code.HOST_IDENTITY_LEFT,
                    "take identity out of this machine",
                    left.path() + " is there still: " + left.identity().what(),
                    "see what it is, and remove it by hand: ls -ld " + left.path()))
            .toList();
    return new Part.Found(List.of(), List.of(), looks);
  }
}
