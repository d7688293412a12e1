package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.Problem;
import dev.nodeready.config.Severity;
import dev.nodeready.config.Validation;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Doctor;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at an image as the doctor looks at a machine; changes nothing of it. */
public final class Verification {
  private static final String OWN = "/etc/eks/nodeadm.d";
  private static final ConfigResolver CONFIGURATIONS = new ConfigResolver(() -> null);

  private final Root image;
  private final List<String> sources;
  private final boolean whole;
  private final Path parent;

  /**
   * Looks at one image.
   *
   * @param image below which its files lie
   * @param sources of the configuration that is meant for it; none for what lies in the image,
   *     which need not be complete, and defaults
   * @param parent where a scratch folder is made
   */
  public Verification(Root image, List<String> sources, Path parent) {
    this(image, sources.isEmpty() ? own(image) : sources, !sources.isEmpty(), parent);
  }

  private Verification(Root image, List<String> sources, boolean whole, Path parent) {
    this.image = image;
    this.sources = List.copyOf(sources);
    this.whole = whole;
    this.parent = parent;
  }

  /**
   * The same by what is known of its nodes so far, and defaults for the rest.
   *
   * @param sources of it; none for what lies in the image
   */
  public static Verification ofPart(Root image, List<String> sources, Path parent) {
    return new Verification(image, sources.isEmpty() ? own(image) : sources, false, parent);
  }

  /** What the image itself says of its nodes. */
  private static List<String> own(Root image) {
    Path folder = image.at(OWN);
    return Folders.list(folder, "").isEmpty() ? List.of() : List.of("file://" + folder + "/");
  }

  /**
   * Looks.
   *
   * @param about an area such as {@code IMAGE}, or a code: what else there may be is not looked
   *     for; empty for all
   * @param limit after which checks that have not ended count as not looked at
   * @throws InterruptedException when nobody waits for it any more
   */
  public Diagnosis look(String about, Duration limit) throws InterruptedException {
    Optional<NodeConfig> said = config();
    Optional<NodeConfig> config = said.filter(_ -> whole);
    try (Trial trial =
        new Trial(image, said.orElse(NodeConfig.EMPTY), config.isPresent(), parent)) {
      List<Check> checks = new ArrayList<>(ImageChecks.all(trial, config));
      if (whole) {
        checks.add(
            new Check(
                "configuration",
                Code.ofArea("CONFIG"),
                Need.NOTHING,
                patient -> check(patient.asRoot() ? trial.programs().kubeletVersion() : "")));
      }
      checks.removeIf(check -> !about.isEmpty() && !check.isAbout(about));
      return new Doctor(Patient.of(image)).look(checks, limit).only(about);
    }
  }

  /** What they say where it can be used; what is wrong with it is told by its check. */
  private Optional<NodeConfig> config() throws InterruptedException {
    try {
      return sources.isEmpty()
          ? Optional.empty()
          : Optional.of(CONFIGURATIONS.look(sources, null).config());
    } catch (FailureException e) {
      return Optional.empty();
    }
  }

  private Looked check(String kubelet) throws InterruptedException {
    Validation.Facts facts = new Validation.Facts(kubelet, 0);
    List<Finding> found = new ArrayList<>();
    for (Problem problem : CONFIGURATIONS.check(sources, facts, ContainerdFiles::refusals)) {
      // A boot lives with what only a strict one refuses.
      Weight weight = problem.severity() == Severity.ERROR ? Weight.FAILURE : Weight.WARNING;
      String where = problem.origin() == null ? sources.getFirst() : problem.origin().toString();
      found.add(Finding.of(problem.asFailure(), weight, where));
    }
    return Looked.found(found);
  }
}
