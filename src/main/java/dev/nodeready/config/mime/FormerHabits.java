package dev.nodeready.config.mime;

import dev.nodeready.tree.Place;
import java.util.List;

/**
 * Looks at a shell script for what worked on Amazon Linux 2 and does nothing any more. Nothing of
 * it hinders a node, so nothing of it is more than a warning.
 */
final class FormerHabits {
  private record Habit(String words, String text, String suggestion) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit(
              "/etc/kubernetes/kubelet/kubelet-config.json",
              "is not there since Amazon Linux 2023, so changing it has no effect",
              "write the settings into spec.kubelet.config"),
          new Habit(
              "KUBELET_EXTRA_ARGS",
              "is read by nobody since Amazon Linux 2023",
              "write the flags into spec.kubelet.flags"),
          new Habit(
              "USE_MAX_PODS",
              "is read by nobody since Amazon Linux 2023",
              "write maxPods into spec.kubelet.config"));

  private final Place place;
  private final PartNotes notes;

  FormerHabits(Place place, PartNotes notes) {
    this.place = place;
    this.notes = notes;
  }

  void look(String script) {
    if (script.contains(BootstrapScript.PATH)) {
      notes.formerScript(place.at(1, 1));
    }
    if (!script.isBlank() && !script.stripLeading().startsWith("#!")) {
      notes.script(
          place.at(1, 1),
          "this script does not begin with #!, so it may not be run",
          "begin it so");
    }
    for (Habit habit : HABITS) {
      int at = script.indexOf(habit.words());
      if (at >= 0) {
        int line = 1 + (int) script.substring(0, at).chars().filter(c -> c == '\n').count();
        notes.script(place.at(line, 1), habit.words() + " " + habit.text(), habit.suggestion());
      }
    }
  }
}
