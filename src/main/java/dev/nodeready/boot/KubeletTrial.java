package dev.nodeready.boot;

import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Finding;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Progress;
import dev.nodeready.verify.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The installed kubelet, started for a moment on what a boot of the image would write: the files go
 * into a private copy, since they name cluster and instance.
 *
 * @param root of the image
 * @param sources of what is known of its nodes; none for what lies in it
 */
record KubeletTrial(Root root, List<String> sources) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  Outcome run(ProgramVersion kubelet, Progress progress) throws InterruptedException {
    if (!kubelet.known()) {
      return new Outcome.Skipped("no kubelet is installed here");
    }
    Diagnosis found =
        Verification.ofPart(root, sources, Path.of("/var/tmp")).look("KUBELET", LIMIT);
    found.findings().stream().skip(1).forEach(finding -> progress.note(finding.what()));
    if (!found.findings().isEmpty()) {
      return new Outcome.Degraded(failure(found.findings().getFirst()));
    }
    return found.notLookedAt().stream()
        .filter(not -> not.check().equals("kubelet"))
        .findFirst()
        .<Outcome>map(not -> new Outcome.Skipped(not.because()))
        .orElseGet(() -> new Outcome.Unchanged("kubelet " + kubelet + " comes through its start"));
  }

  /** What is not known yet of the nodes may be what mends it. */
  private static Failure failure(Finding finding) {
    return Failure.permanent(
        finding.code(),
        "start kubelet as a boot of the image would",
        finding.evidence().getFirst().text(),
        finding.remedy());
  }
}
