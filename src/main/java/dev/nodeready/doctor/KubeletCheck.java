package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.kubelet.KubeletHealth;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.kubelet.KubeletWords;
import dev.nodeready.ready.Verdict;
import dev.nodeready.supervise.Daemon;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether kubelet is healthy, and where it is not, its last fatal words. */
final class KubeletCheck {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String LOG = Logs.nameOf(Daemon.KUBELET);

  /** In order: what stands further up is the more telling where a line bears several. */
  static final List<Sign> SIGNS =
      List.of(
          Sign.failure(
              Code.HOST_DISK_FULL,
              Confidence.SEEN,
              "(\\S+): no space left on device",
              "kubelet ended, since %s has no room left"),
          Sign.failure(
              Code.HOST_READ_ONLY,
              Confidence.SEEN,
              "(\\S+): read-only file system",
              "kubelet ended, since the file system of %s is read-only"),
          Sign.failure(
              Code.HOST_INOTIFY_SPENT,
              Confidence.LIKELY,
              "(inotify|fsnotify|watcher).*too many open files|too many open files.*(?:inotify|watch)",
              "kubelet ended, since it could watch no folder (%s)"),
          Sign.failure(
              Code.HOST_LOCALHOST_UNRESOLVED,
              Confidence.SEEN,
              "lookup (localhost)\\b.*: ",
              "kubelet ended, since %s does not resolve"),
          Sign.failure(
              Code.KUBELET_TAINT_INVALID,
              Confidence.SEEN,
              "register-with-taints\\S* .*?: (.*)|invalid taint (.*)",
              "kubelet ended at a taint: %s"),
          Sign.failure(
              Code.KUBELET_FLAG_UNKNOWN,
              Confidence.SEEN,
              "unknown (?:shorthand )?flag: '?([^\\s\"]+)",
              "kubelet ended at a flag that it does not know: %s"),
          Sign.failure(
              Code.KUBELET_FLAG_UNKNOWN,
              Confidence.SEEN,
              "failed to parse kubelet flag: ([^\"]*)",
              "kubelet ended at a flag: %s"),
          Sign.failure(
              Code.KUBELET_LABEL_FORBIDDEN,
              Confidence.SEEN,
              "unknown 'kubernetes\\.io' or 'k8s\\.io' labels specified with --node-labels: (\\[[^]]*])",
              "kubelet ended at labels that it may not set: %s"),
          Sign.failure(
              Code.KUBELET_SWAP_ON,
              Confidence.SEEN,
              "running with swap on is not supported",
              "kubelet ended, since swap is on"),
          Sign.failure(
              Code.KUBELET_SYSCTL_DIFFERS,
              Confidence.SEEN,
              // All of them, with both values of each.
              "[Ii]nvalid kernel flag: ([^\\]\"]+)",
              "kubelet ended at the kernel's setting %s"),
          Sign.failure(
              Code.KUBELET_CGROUP_V1,
              Confidence.SEEN,
              "configured to not run on a host using cgroup v1",
              "kubelet ended on control groups of version 1"),
          Sign.failure(
              Code.CONTAINERD_CGROUP_DRIVER_DIFFERS,
              Confidence.SEEN,
              "misconfiguration: kubelet cgroup driver: (.*)",
              "kubelet ended, since the cgroup drivers differ: %s"),
          Sign.failure(
              Code.KUBELET_STATE_OF_OTHER_POLICY,
              Confidence.SEEN,
              "differs from state checkpoint policy \\W*([\\w-]+)",
              "kubelet ended at a state of the policy %s"),
          Sign.failure(
              Code.KUBELET_STATE_OF_OTHER_POLICY,
              Confidence.SEEN,
              "could not restore state from checkpoint: .*?checkpoint file [\"\\\\]*(/[^\"\\\\]+)",
              "kubelet ended at a state that it cannot read: %s"),
          Sign.failure(
              Code.KUBELET_PORT_TAKEN,
              Confidence.SEEN,
              "listen \\w+ (\\S+): bind: address already in use",
              "kubelet could not listen on %s, which another program has"),
          Sign.failure(
              Code.KUBELET_RESERVED_TOO_MUCH,
              Confidence.SEEN,
              "[Rr]esource \\W*([\\w-]+)\\W* has a reservation of .* but capacity of",
              "kubelet ended, since more %s is reserved than there is"),
          Sign.failure(
              Code.KUBELET_FILE_MISSING,
              Confidence.SEEN,
              "(?:open|stat|read) (/[^:\"]+): no such file or directory",
              "kubelet ended, since %s is not there"),
          Sign.failure(
              Code.KUBELET_FILE_MODE,
              Confidence.SEEN,
              "(?:open|stat|read) (/[^:\"]+): permission denied",
              "kubelet ended, since it may not read %s"),
          Sign.failure(
              Code.KUBELET_CONFIG_REFUSED,
              Confidence.SEEN,
              "(?:failed to validate kubelet configuration|invalid configuration|failed to (?:load|merge)"
                  + " kubelet config|unrecognized feature gate|failed to set (?:kubelet )?feature gates)[:,]?(.{0,400})",
              "kubelet refuses its configuration: %s"));

  private KubeletCheck() {}

  static Check check() {
    Set<Code> codes = new HashSet<>();
    SIGNS.forEach(sign -> codes.add(sign.code()));
    codes.addAll(
        Set.of(
            Code.KUBELET_EXITED,
            Code.KUBELET_NOT_LISTENING,
            Code.KUBELET_SILENT,
            Code.KUBELET_UNHEALTHY));
    return new Check("kubelet", codes, Need.NODE, KubeletCheck::look);
  }

  private static Looked look(Patient patient) throws InterruptedException {
    Optional<InetSocketAddress> address =
        KubeletHealth.address(
            KubeletOnMachine.settings(patient.root(), patient.installed().kubelet()));
    if (address.isEmpty()) {
      return Looked.not("its health endpoint is switched off");
    }
    return new KubeletHealth(address.get()).look(LOOK) instanceof Verdict.NotYet<String> ill
        ? ill(patient, ill)
        : Looked.FINE;
  }

  private static Looked ill(Patient patient, Verdict.NotYet<String> ill)
      throws InterruptedException {
    List<LogLine> lines = LastStart.of(patient.logs().of(Daemon.KUBELET.unit()));
    Optional<Finding> fatal = fatal(lines).or(() -> port(lines));
    // What it says last is why nobody answers; a kubelet that never ran has said nothing.
    return Looked.found(
        fatal.orElseGet(() -> Finding.of(ill.because(), Weight.FAILURE, "kubelet's health")));
  }

  /** Where it cannot listen it ends without the words of an end, or goes on without its health. */
  private static Optional<Finding> port(List<LogLine> lines) {
    List<Sign> ports = SIGNS.stream().filter(s -> s.code() == Code.KUBELET_PORT_TAKEN).toList();
    return Sign.in(lines, LOG, ports).stream().findFirst();
  }

  /** The last end that it told of, by its cause. */
  static Optional<Finding> fatal(List<LogLine> lines) {
    int end = KubeletWords.lastEnd(lines.stream().map(LogLine::text).toList());
    if (end < 0) {
      return Optional.empty();
    }
    StringBuilder words = new StringBuilder();
    for (LogLine line : lines.subList(end, lines.size())) {
      words.append(line.text()).append(' ');
    }
    LogLine whole = new LogLine(lines.get(end).at(), words.toString().strip());
    return Optional.of(
        Sign.in(List.of(whole), LOG, SIGNS).stream().findFirst().orElseGet(() -> exited(whole)));
  }

  private static Finding exited(LogLine line) {
    return Finding.failure(
        Code.KUBELET_EXITED,
        Confidence.SEEN,
        "kubelet ended, and its last words say why",
        Evidence.of(LOG, line));
  }
}
