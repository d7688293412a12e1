package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Checks;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.doctor.Once;
import dev.nodeready.doctor.Patient;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Root;
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
    Check image = onTrial(Checks.bakedImage(), trial::withContainerd);
    Check kubelet = onTrial(Checks.kubeletItself(), trial::withKubelet);
    all.addAll(
        List.of(
            UnitOrderCheck.check(trial),
            ProgramsCheck.check(trial, config),
            bootFiles(trial),
            onTrial(Checks.containerdConfiguration(), trial::patient),
            containerd(trial, onTrial(Checks.containerd(), trial::withContainerd)),
            // A sandbox unpacks what is not unpacked, so it comes behind the look at that.
            image,
            SandboxCheck.check(trial, image),
            onTrial(Checks.kubeletFiles(), trial::patient),
            kubelet(trial, kubelet)));
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
          // That nothing can be run here is no fault of the image.
          Patient _ = trial.programs();
          try {
            Patient _ = trial.patient();
            return Looked.FINE;
          } catch (FailureException e) {
            return Looked.found(Finding.of(e.failure(), Weight.FAILURE, "a boot of the image"));
          }
        });
  }

  /** One that has ended says more than a socket that is not there. */
  private static Check containerd(Trial trial, Check check) {
    return new Check(
        check.name(),
        check.codes(),
        Need.ROOT,
        patient -> {
          Looked looked = check.look().at(patient);
          Optional<Failure> ended = trial.ended();
          if (ended.isEmpty() || !(looked instanceof Looked.At(List<Finding> found))) {
            return looked;
          }
          List<Finding> all = new ArrayList<>(found);
          all.removeIf(finding -> finding.code().area().equals("CRI"));
          all.add(
              Finding.of(ended.get(), Weight.FAILURE, "containerd of the image")
                  .mendedBy("mend what its last lines say, which are the evidence"));
          return Looked.found(all);
        });
  }

  private static Check kubelet(Trial trial, Check check) {
    return new Check(
        check.name(),
        check.codes(),
        Need.ROOT,
        patient -> {
          if (!trial.programs().run("kubelet", "--version").ok()) {
            return Looked.not("kubelet does not run");
          }
          return trial.servesCri()
              ? check.look().at(patient)
              : Looked.not("containerd does not serve CRI");
        });
  }

  /** The machine that a check looks at, once it has been made. */
  private interface Made {
    Patient patient() throws InterruptedException;
  }

  /** A check of the doctor's, made on what is tried; done once, whoever needs its answer. */
  private static Check onTrial(Check check, Made made) {
    Once<Looked> look =
        Once.forAll(() -> {
          Patient machine = made.patient();
          try {
            return ofImage(check.look().at(machine), machine.root());
          } catch (IOException e) {
            return Looked.not(Words.of(e));
          }
        });
    return new Check(check.name(), check.codes(), Need.ROOT, _ -> look.get());
  }

  private static Looked ofImage(Looked looked, Root root) {
    return switch (looked) {
      case Looked.At(List<Finding> findings) ->
          Looked.found(
              findings.stream()
                  .filter(finding -> !NOT_OF_THE_IMAGE.contains(finding.code()))
                  .map(finding -> finding.below(root))
                  .toList());
      case Looked.Not not -> not;
    };
  }
}
