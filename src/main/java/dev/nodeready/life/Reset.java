package dev.nodeready.life;

import dev.nodeready.identity.Identity;
import dev.nodeready.join.JoinedBefore;
import dev.nodeready.kubelet.KubeletArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes a node out of its cluster: kubelet is stopped, its pods and volumes go, and then its state
 * and our files. What others wrote stays, and so do images, the runtime, and disks.
 */
public final class Reset {
  private final Site site;
  private final boolean records;

  /**
   * A reset of a machine.
   *
   * @param records whether the records of its boots go too
   */
  public Reset(Site site, boolean records) {
    this.site = site;
    this.records = records;
  }

  /**
   * Does it, or tells what it would do.
   *
   * @param dry whether nothing is changed
   * @param told hears a line for each thing, when it is gone
   * @throws dev.nodeready.failure.FailureException when kubelet does not stop
   * @throws InterruptedException when stopped; the next run goes on
   */
  public Account run(boolean dry, Consumer<String> told) throws InterruptedException {
    return new Sweep(dry, told).over(parts());
  }

  /** What a later one goes by is not removed by an earlier one. */
  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(this::whatStays);
    parts.add(RunningUnits.ours(site));
    parts.addAll(node(site));
    parts.addAll(
        List.of(
            new HostsLines(site),
            new WrittenFiles(site, _ -> true),
            WrittenFiles.reload(site),
            new RunState(site),
            new NodeMemory(site, records),
            WrittenFiles.manifest(site)));
    return parts;
  }

  /** kubelet with all that it has on a machine, and nothing of ours. */
  static List<Part> node(Site site) {
    return List.of(
        RunningUnits.kubelet(site),
        new Pods(site),
        new Mounts(site),
        new Traces(site, Identity.KUBELET_STATE, Identity.RESOURCE_STATE),
        new Certificates(site),
        new Kubeconfigs(site),
        new KubeletFolders(site));
  }

  /** What is told where there is a node, since whoever resets it may want to know. */
  private Part.Found whatStays() throws InterruptedException {
    List<String> stays = new ArrayList<>();
    JoinedBefore.nodeOf(site.root())
        .ifPresent(node ->
            stays.add(
                "the cluster still has the Node %s: kubectl delete node %s".formatted(node, node)));
    for (String flag : List.of("--root-dir=", "--cert-dir=")) {
      arguments().stream()
          .filter(word -> word.startsWith(flag))
          .forEach(word -> stays.add("what kubelet keeps by its flag " + word + " stays"));
    }
    stays.addAll(new NetworkPlugin(site).look().stays());
    return Part.Found.staying(stays);
  }

  private List<String> arguments() {
    try {
      return KubeletArguments.of(Files.readString(site.root().at(KubeletArguments.FILE)));
    } catch (IOException e) {
      // Without the file there was no kubelet of ours.
      return List.of();
    }
  }
}
