package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Checks;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Patient;
import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every check of an image, in the order in which a boot of it meets what they look at. */
final class ImageChecks {
  /** What the machine that looks has, or what pods bring with them. */
  private static final Set<Code> NOT_OF_THE_IMAGE =
      Set.of(Code.KUBELET_CGROUP_V1, Code.HOST_CNI_ABSENT);

  private ImageChecks() {}

  /** All of them. */
  static List<Check> all(Trial trial, Optional<NodeConfig> config) {
    List<Check> all = new ArrayList<>(ofFiles(config));
    all.addAll(
        List.of(
            UnitOrderCheck.check(trial),
            ProgramsCheck.check(trial, config),
            bootFiles(trial),
            on(Checks.containerdConfiguration(), trial::patient),
            on(Checks.containerd(), trial::withContainerd),
            on(Checks.bakedImage(), trial::withContainerd),
            SandboxCheck.check(trial),
            on(Checks.kubeletFiles(), trial::patient),
            kubelet(trial, Checks.kubeletItself())));
    return all;
  }

  /** Those for which nothing has to be run. */
  static List<Check> ofFiles(Optional<NodeConfig> config) {
    List<Check> files =
        new ArrayList<>(
            List.of(
                BootUnitsCheck.check(),
                DaemonUnitsCheck.check(),
                OtherAgentsCheck.check(),
                IdentityCheck.check(),
                TimeServiceCheck.check(),
                LabelsCheck.check(),
                KernelCheck.check(config),
                CredentialProviderCheck.check()));
    files.addAll(Checks.ofFiles());
    return files;
  }

  /** Whether a boot could write its files at all. */
  private static Check bootFiles(Trial trial) {
    Set<Code> codes = new HashSet<>(Code.ofArea("CONFIG"));
    codes.addAll(Code.ofArea("CONTAINERD"));
    codes.addAll(Code.ofArea("KUBELET"));
    return new Check(
        "what a boot writes",
        codes,
        Need.ROOT,
        _ -> {
          Patient _ = trial.programs();
          try {
            Patient _ = trial.patient();
            return Looked.FINE;
          } catch (FailureException e) {
            return Looked.found(Finding.of(e.failure(), Weight.FAILURE, "a boot of the image"));
          }
        });
  }

  private static Check kubelet(Trial trial, Check check) {
    return new Check(
        check.name(),
        check.codes(),
        Need.ROOT,
        _ -> {
          if (!trial.programs().run("kubelet", "--version").ok()) {
            return Looked.not("kubelet does not run");
          }
          return trial.servesCri()
              ? look(check, trial.withKubelet())
              : Looked.not("containerd does not serve CRI");
        });
  }

  /** The machine that a check looks at, once it has been made. */
  private interface Made {
    Patient patient() throws InterruptedException;
  }

  /** The same check of what is tried. */
  private static Check on(Check check, Made made) {
    return new Check(
        check.name(), check.codes(), Need.ROOT, _ -> ofImage(look(check, made.patient())));
  }

  private static Looked look(Check check, Patient patient)
      throws IOException, InterruptedException {
    return check.look().at(patient);
  }

  private static Looked ofImage(Looked looked) {
    return switch (looked) {
      case Looked.At(List<Finding> findings) ->
          Looked.found(
              findings.stream().filter(f -> !NOT_OF_THE_IMAGE.contains(f.code())).toList());
      case Looked.Not not -> not;
    };
  }
}
