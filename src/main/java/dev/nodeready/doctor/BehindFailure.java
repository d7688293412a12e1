package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Cause;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.Supervisor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind the failure of a boot: makes the checks that fit it, for a moment, and names
 * what is sure and says more than the failure itself.
 */
public final class BehindFailure {
  /** Longer nobody waits who wants to know that the boot has failed. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Two faults at once are named both, with what comes of them; the command shows the rest. */
  private static final int MOST = 3;

  /** How something looks that has failed; why it has is what is looked for. */
  private static final Set<Code> SYMPTOMS =
      EnumSet.of(
          Code.KUBELET_EXITED,
          Code.KUBELET_NOT_LISTENING,
          Code.KUBELET_SILENT,
          Code.KUBELET_UNHEALTHY,
          Code.KUBELET_UNIT_FAILED);

  /** What is worth a warning, and is the cause where a node does not become Ready. */
  private static final Set<Code> NETWORK =
      EnumSet.of(
          Code.HOST_CNI_ABSENT, Code.HOST_CNI_BROKEN, Code.HOST_CNI_MISNAMED, Code.HOST_CNI_UNSEEN);

  private final Patient patient;
  private final UnaryOperator<String> remedies;

  /**
   * For a boot of a machine.
   *
   * @param criEndpoint where the boot was told that CRI is served; null where it goes by the files
   * @param supervisor who runs the daemons, and has their logs where that is not systemd
   * @param remedies puts what there is to do into the terms of the machine
   */
  public BehindFailure(
      Root root,
      @Nullable String criEndpoint,
      Supervisor supervisor,
      UnaryOperator<String> remedies) {
    this(patient(root, criEndpoint, supervisor), remedies);
  }

  BehindFailure(Patient patient, UnaryOperator<String> remedies) {
    this.patient = patient;
    this.remedies = remedies;
  }

  private static Patient patient(Root root, @Nullable String criEndpoint, Supervisor supervisor) {
    Patient files = Patient.of(root);
    Patient machine =
        criEndpoint == null ? files : files.withRuntimeAt(CriEndpoint.parse(criEndpoint));
    return supervisor.logsToJournal()
        ? machine
        : machine.withLogs(new SupervisedLogs(supervisor, machine.logs(), machine.time()));
  }

  /** What lies behind it; nothing where nothing was found, or the boot is being stopped. */
  public List<Cause> of(Failure failure) {
    List<Check> checks = Checks.fitting(failure.code());
    if (checks.isEmpty()) {
      return List.of();
    }
    try {
      return new Doctor(patient)
          .look(checks, LIMIT).findings().stream()
              .filter(finding -> saysMore(finding, failure.code()))
              .limit(MOST)
              .map(this::cause)
              .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static boolean saysMore(Finding finding, Code failure) {
    boolean symptom =
        finding.code() == failure
            || SYMPTOMS.contains(finding.code())
            || (finding.code().area().equals("CRI") && failure.area().equals("CRI"));
    boolean heavy =
        finding.weight() == Weight.FAILURE
            || (failure == Code.JOIN_NOT_READY && NETWORK.contains(finding.code()))
            || (failure == Code.CRI_NOT_INITIALIZED && finding.code() == Code.CONTAINERD_RECOVERING)
            || (failure.area().equals("IMAGE") && finding.code().area().equals("IMAGE"));
    return finding.isSure() && heavy && !symptom;
  }

  private Cause cause(Finding finding) {
    return new Cause(
        finding.code(),
        finding.confidence().word(),
        finding.what(),
        finding.evidence().stream().filter(Evidence::forEverybody).map(Evidence::toLine).toList(),
        remedies.apply(finding.remedy()));
  }
}
