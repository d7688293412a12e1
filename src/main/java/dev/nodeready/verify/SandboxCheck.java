package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.PodSandbox;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.doctor.Looked;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a pod sandbox of the image's own sandbox image runs, where one can be run at all. */
final class SandboxCheck {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** What may be wrong with an image that is there. */
  private static final Set<Code> WITH_IT = Set.of(Code.IMAGE_NOT_PINNED, Code.IMAGE_NOT_UNPACKED);

  /** What the machine that looks does not let runc do. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "cgroup|dbus|oom_score_adj|operation not permitted", Pattern.CASE_INSENSITIVE);

  private SandboxCheck() {}

  /**
   * Runs one.
   *
   * @param image the look at the sandbox image, without which none can run
   */
  static Check check(Trial trial, Check image) {
    return new Check(
        "a pod sandbox",
        Set.of(Code.IMAGE_SANDBOX_FAILED),
        Need.ROOT,
        patient ->
            isThere(image.look().at(patient))
                ? look(trial)
                : Looked.not("the sandbox image is not there"));
  }

  private static boolean isThere(Looked image) {
    return image instanceof Looked.At(List<Finding> found)
        && found.stream().map(Finding::code).allMatch(WITH_IT::contains);
  }

  private static Looked look(Trial trial) throws InterruptedException {
    if (!Files.isDirectory(Path.of("/sys/fs/cgroup"))) {
      return Looked.not("this machine has no control groups");
    }
    if (!trial.servesCri()) {
      return Looked.not("containerd does not serve CRI");
    }
    try {
      new PodSandbox(trial.patient().runtimeEndpoint(), trial.name()).runAndRemove(LIMIT);
      return Looked.FINE;
    } catch (FailureException e) {
      return judged(e.failure());
    }
  }

  static Looked judged(Failure failure) {
    if (MACHINE.matcher(failure.happened()).find()) {
      return Looked.not("this machine runs none: " + failure.happened());
    }
    Failure named =
        Failure.permanent(Code.IMAGE_SANDBOX_FAILED, failure.tried(), failure.happened());
    return Looked.found(Finding.of(named, Weight.FAILURE, "containerd of the image"));
  }
}
