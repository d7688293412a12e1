package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Confidence;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether programs that systemd starts have labels with which an enforcing SELinux lets it, by
 * {@code stat}. Programs that were copied from a home or a folder for temporary files keep the
 * label of that.
 */
final class LabelsCheck {
  private static final String SETTINGS = "/etc/selinux/config";
  private static final List<String> PROGRAMS =
      List.of(
          "/usr/lib/nodeready/bin/nodeready",
          "/usr/bin/containerd",
          "/usr/bin/containerd-shim-runc-v2",
          "/usr/bin/kubelet",
          "/usr/bin/runc",
          "/usr/sbin/runc");

  private static final Pattern UNFIT =
      Pattern.compile(
          "\\?|.*:(?:unlabeled_t|file_t|default_t|tmp_t|user_tmp_t|user_home_t|admin_home_t)(?::.*)?");

  private LabelsCheck() {}

  static Check check() {
    return new Check(
        "labels of SELinux", Set.of(Code.HOST_SELINUX_LABEL), Need.NOTHING, LabelsCheck::look);
  }

  private static Looked look(Patient patient) throws InterruptedException {
    boolean enforcing =
        ImageFiles.lines(patient.root(), SETTINGS).stream()
            .anyMatch(line -> line.strip().matches("SELINUX\\s*=\\s*enforcing"));
    if (!enforcing || patient.has("/.autorelabel")) {
      return Looked.FINE;
    }
    List<Finding> found = new ArrayList<>();
    for (String program : PROGRAMS) {
      Path place = ImageFiles.place(patient.root(), program);
      if (Files.exists(place)) {
        label(patient, place)
            .filter(label -> UNFIT.matcher(label).matches())
            .ifPresent(label -> found.add(unfit(program, label)));
      }
    }
    return Looked.found(found);
  }

  /** Where the file has none, {@code stat} prints a question mark and what the system says. */
  private static Optional<String> label(Patient patient, Path place) throws InterruptedException {
    String printed = patient.run("stat", "--format=%C", place.toString()).output().strip();
    return printed.isEmpty() ? Optional.empty() : Optional.of(printed);
  }

  private static Finding unfit(String program, String label) {
    return Finding.failure(
            Code.HOST_SELINUX_LABEL,
            Confidence.LIKELY,
            "SELinux is to be enforced, and %s has %s"
                .formatted(program, label.equals("?") ? "no label" : "the label " + label),
            Evidence.of(SETTINGS, "SELINUX=enforcing"),
            Evidence.of("stat " + program, label))
        .mendedBy(Code.HOST_SELINUX_LABEL.remedy("PROGRAM", program));
  }
}
