package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.host.Root;
import dev.nodeready.verify.UnitFiles.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Agents that would write the same files beside nodeready: nodeadm, where its name is not ours, and
 * the script with which nodes were configured before it. What calls them is looked for, since a
 * program that only lies there does nothing.
 */
final class OtherAgentsCheck {
  private static final String SCRIPT = "/etc/eks/bootstrap.sh";
  private static final Pattern AGENT =
      Pattern.compile("(/\\S+/nodeadm)\\s+(?:init|config)\\b|(" + SCRIPT + ")\\b");

  /** What is run at boot and is no unit. */
  private static final List<String> SCRIPTS =
      List.of(
          "/etc/rc.d",
          "/etc/cron.d",
          "/etc/cloud/cloud.cfg.d",
          "/var/lib/cloud/scripts/per-boot",
          "/var/lib/cloud/scripts/per-instance",
          "/var/lib/cloud/scripts/per-once");

  private final Root root;
  private final List<Finding> found = new ArrayList<>();

  private OtherAgentsCheck(Patient patient) {
    root = patient.root();
  }

  static Check check() {
    return new Check(
        "other agents",
        Set.of(Code.SYSTEMD_OTHER_AGENT),
        Need.NOTHING,
        patient -> new OtherAgentsCheck(patient).look());
  }

  private Looked look() {
    UnitFiles units = new UnitFiles(root);
    for (String unit : units.wants().keySet()) {
      for (Line line : units.values(unit, "ExecStart(?:Pre|Post)?")) {
        judge(line.file(), line.text(), "systemctl disable " + unit);
      }
    }
    script("/etc/rc.local");
    for (String folder : SCRIPTS) {
      ImageFiles.list(root, folder, "*").forEach(this::script);
    }
    if (found.isEmpty() && ImageFiles.has(root, SCRIPT)) {
      found.add(
          finding(
              Weight.WARNING,
              SCRIPT + " is there, and user data may call it",
              Evidence.of(SCRIPT, "it is there"),
              "rm " + SCRIPT));
    }
    return Looked.found(found);
  }

  private void script(String file) {
    for (String line : ImageFiles.lines(root, file)) {
      if (!line.strip().startsWith("#")) {
        judge(file, line, "take the line out of " + file);
      }
    }
  }

  private void judge(String file, String line, String remedy) {
    Matcher agent = AGENT.matcher(line);
    if (agent.find() && !isOurs(agent.group(1) == null ? SCRIPT : agent.group(1))) {
      found.add(
          finding(
              Weight.FAILURE,
              "another agent configures the node too: " + agent.group(),
              Evidence.of(file, line),
              remedy));
    }
  }

  /** A link to our own program. */
  private boolean isOurs(String program) {
    Path place = ImageFiles.place(root, program);
    return String.valueOf(place.getFileName()).equals("nodeready");
  }

  private static Finding finding(Weight weight, String what, Evidence shows, String remedy) {
    return new Finding(
        Code.SYSTEMD_OTHER_AGENT, weight, Confidence.SEEN, what, List.of(shows), remedy);
  }
}
