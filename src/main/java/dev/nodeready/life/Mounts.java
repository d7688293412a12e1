package dev.nodeready.life;

import dev.nodeready.catalogue.Code;
import dev.nodeready.disks.MountTable;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The volumes that kubelet has mounted for pods, those on top first. */
record Mounts(Site site) implements Part {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Below them kubelet mounts; what is mounted right there is the machine's. */
  private static final List<String> FOLDERS =
      List.of("/var/lib/kubelet/pods", "/var/lib/kubelet/plugins");

  @Override
  public Found look() {
    List<Removal> removals = new ArrayList<>();
    List<MountTable.Entry> entries = MountTable.read().entries();
    for (MountTable.Entry entry : entries.reversed()) {
      if (FOLDERS.stream().anyMatch(folder -> isBelow(entry.point(), folder))) {
        removals.add(new Removal(Removal.How.UNMOUNT, entry.point(), () -> unmount(entry.point())));
      }
    }
    return new Found(removals);
  }

  /**
   * The last step is to take it out of sight: whoever uses it still has it, and a server that does
   * not answer is not waited for.
   */
  private void unmount(String point) throws InterruptedException {
    String why = tried("umount", "--no-canonicalize", point);
    if (!why.isEmpty()) {
      String still = tried("umount", "--no-canonicalize", "--lazy", point);
      throw Failure.passing(
              Code.KUBELET_MOUNT_LEFT,
              "unmount " + point,
              still.isEmpty() ? why + "; it was taken out of sight lazily" : still,
              Code.KUBELET_MOUNT_LEFT.remedy("FOLDER", point))
          .asException();
    }
  }

  /** Why not; empty where it worked. */
  private String tried(String... words) throws InterruptedException {
    try {
      Commands.Result result = site.commands().run(LIMIT, List.of(words));
      return result.ok() ? "" : result.lastWords();
    } catch (FailureException e) {
      return e.failure().happened();
    }
  }

  /**
   * Refuses to touch what has something mounted at it or below it: that would be a volume's
   * content.
   *
   * @throws FailureException with code {@code KUBELET_MOUNT_LEFT}
   */
  static void refuse(Root root, String path) {
    String place = real(root, path).toString();
    for (MountTable.Entry entry : MountTable.read().entries()) {
      if (entry.point().equals(place) || entry.point().startsWith(place + "/")) {
        throw Failure.passing(
                Code.KUBELET_MOUNT_LEFT,
                "remove " + path,
                "something is mounted at " + entry.point(),
                Code.KUBELET_MOUNT_LEFT.remedy("FOLDER", entry.point()))
            .asException();
      }
    }
  }

  private boolean isBelow(String point, String folder) {
    return point.startsWith(real(site.root(), folder + "/x").getParent() + "/");
  }

  /** The kernel tells of mounts without links; the last name itself may be one, and stays it. */
  private static Path real(Root root, String path) {
    Path place = root.at(path);
    Path folder = place.getParent();
    Path name = place.getFileName();
    try {
      return folder == null || name == null ? place : folder.toRealPath().resolve(name);
    } catch (IOException e) {
      return place;
    }
  }
}
