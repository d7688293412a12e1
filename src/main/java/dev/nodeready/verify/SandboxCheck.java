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
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a pod sandbox of the image's own sandbox image runs, where one can be run at all. */
final class SandboxCheck {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  /** The image is not there, which is found by looking for it; there is no network to pull it. */
  private static final Pattern ABSENT =
      Pattern.compile("failed to (?:get sandbox image|pull image|do request|resolve)");

  /** What the machine that looks does not let runc do. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "cgroup|dbus|oom_score_adj|operation not permitted", Pattern.CASE_INSENSITIVE);

  private SandboxCheck() {}

  static Check check(Trial trial) {
    return new Check(
        "a pod sandbox", Set.of(Code.IMAGE_SANDBOX_FAILED), Need.ROOT, _ -> look(trial));
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
    if (ABSENT.matcher(failure.happened()).find()) {
      return Looked.not("the sandbox image is not there");
    }
    if (MACHINE.matcher(failure.happened()).find()) {
      return Looked.not("this machine runs none: " + failure.happened());
    }
    Failure named =
        Failure.permanent(Code.IMAGE_SANDBOX_FAILED, failure.tried(), failure.happened());
    return Looked.found(Finding.of(named, Weight.FAILURE, "containerd of the image"));
  }
}
