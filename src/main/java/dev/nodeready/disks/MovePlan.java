package dev.nodeready.disks;

import java.util.List;
import java.util.Optional;

/**
 * What has to be done to have a folder lie on another file system, by how it stands. All that may
 * be cut off in the middle leaves one of these states, and none of them loses anything:
 *
 * <ul>
 *   <li>What is copied lies under a name of its own until it is whole; the rename to its place is
 *       the switch. From then on the place has the truth, and the unit mounts it at each boot.
 *   <li>Before the rename the folder itself has the truth, and may have been written to since: it
 *       is copied from the start.
 *   <li>The folder's own content is never touched. It stays below the mount.
 * </ul>
 */
sealed interface MovePlan {
  /** It lies there. */
  record Done() implements MovePlan {}

  /** It stays where it is, and somebody has to look why. */
  record Stay(String why) implements MovePlan {}

  /** Somebody else mounted it, such as a volume of the configuration's. */
  record Others(String by) implements MovePlan {}

  /** All is in its place, which only has to be mounted. */
  record Mount() implements MovePlan {}

  /**
   * What it holds is copied first.
   *
   * @param setAside whether something lies in its place that nobody says is whole, which is kept
   *     under another name
   */
  record Copy(boolean setAside) implements MovePlan {}

  /**
   * How a folder stands.
   *
   * @param shows what is mounted there now
   * @param wanted what has to be mounted there: device and folder of its file system
   * @param placed whether its place on the other file system is there
   * @param announced whether what lies in the place is known to be whole. By a unit that mounts it:
   *     ours is written before the place comes to be, the images' script's behind its copy. On a
   *     volume by its name, which nobody else gives
   * @param leads where the folder really lies, when it is a link or below one
   * @param inside what is mounted below it, or from layers in it
   */
  record State(
      Optional<MountTable.Entry> shows,
      Wanted wanted,
      boolean placed,
      boolean announced,
      Optional<String> leads,
      List<String> inside) {}

  /**
   * What a mount has to show.
   *
   * @param device major and minor number
   * @param root the folder of that file system
   */
  record Wanted(String device, String root) {
    boolean isShownBy(MountTable.Entry entry) {
      return entry.device().equals(device) && entry.root().equals(root);
    }
  }

  static MovePlan of(State state) {
    if (state.leads().isPresent()) {
      return new Stay("it is a link, and lies in " + state.leads().get());
    }
    if (state.shows().isPresent()) {
      MountTable.Entry entry = state.shows().get();
      return state.wanted().isShownBy(entry) ? new Done() : new Others(entry.source());
    }
    if (!state.inside().isEmpty()) {
      return new Stay("it is in use, with mounts such as " + state.inside().getFirst());
    }
    return state.placed() && state.announced() ? new Mount() : new Copy(state.placed());
  }
}
