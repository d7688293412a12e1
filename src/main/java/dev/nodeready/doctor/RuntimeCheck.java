package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.CriConnection;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.RuntimeProbe;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.ready.Verdict;
import dev.nodeready.supervise.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether CRI answers and is ready, and where it is not, what containerd's log says of it; where it
 * is and has no pod network, why not.
 */
final class RuntimeCheck {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String LOG = Logs.nameOf(Daemon.CONTAINERD);

  /** Names that were reserved longer ago have been set free meanwhile. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  /** In order: what stands further up is the more telling where a line bears several. */
  static final List<Sign> SIGNS =
      List.of(
          Sign.failure(
              Code.HOST_DISK_FULL,
              Confidence.SEEN,
              "(\\S+): no space left on device|no space left on device",
              "containerd could not write: no space left on device (%s)"),
          Sign.failure(
              Code.HOST_READ_ONLY,
              Confidence.SEEN,
              "(\\S+): read-only file system",
              "containerd could not write %s: its file system is read-only"),
          Sign.failure(
              Code.HOST_INOTIFY_SPENT,
              Confidence.LIKELY,
              "(?:inotify|fsnotify).*too many open files",
              "containerd could watch no folder (%s)"),
          Sign.failure(
              Code.CONTAINERD_METADATA_BROKEN,
              Confidence.SEEN,
              "panic: .*(?:[Pp]age|freelist|bucket|assertion failed)|go\\.etcd\\.io/bbolt\\.\\(|invalid"
                  + " database|error=\"(?:version mismatch|checksum error)\".*bolt",
              "containerd ended at its database of metadata (%s)"),
          Sign.failure(
              Code.CONTAINERD_PORT_TAKEN,
              Confidence.SEEN,
              "listen (?:tcp\\S* )?(\\S+): bind: address already in use",
              "containerd could not listen on %s, which another program has"),
          Sign.failure(
              Code.CONTAINERD_SNAPSHOTTER_UNUSABLE,
              Confidence.SEEN,
              "failed to find snapshotter \\\\*\"([^\"\\\\]+)|snapshotter (?:\\\\*\")?([^\"\\\\ ]+)\\S*"
                  + " (?:not found|was not found)|snapshots?/(\\S+) .*not supported",
              "CRI is to use the snapshotter %s, which containerd has not"),
          Sign.failure(
              Code.CONTAINERD_CONFIG_REGISTRY,
              Confidence.SEEN,
              "`(\\S+)` cannot be set when `config_path` is provided",
              "the CRI plugin did not load: registry.%s and registry.config_path are both set"),
          Sign.failure(
              Code.CONTAINERD_CONFIG_DUMP_FAILED,
              Confidence.SEEN,
              "failed to load TOML|unsupported config version|expected containerd config version",
              "containerd ended at its configuration (%s)"),
          Sign.failure(
              Code.HOST_SELINUX_LABEL,
              Confidence.POSSIBLE,
              "Failed at step EXEC spawning (\\S+?): Permission denied",
              "systemd could not execute %s"),
          Sign.failure(
              Code.CONTAINERD_PLUGIN_FAILED,
              Confidence.SEEN,
              "failed to load plugin\"?.*\\bid=(io\\.containerd\\.(?:cri|grpc)\\.v1\\.\\w+)|failed to load"
                  + " plugin (io\\.containerd\\.(?:cri|grpc)\\.v1\\.\\w+)",
              "a plugin that CRI needs did not load (%s)"));

  private static final Sign RESERVED =
      Sign.failure(
          Code.CONTAINERD_NAME_RESERVED,
          Confidence.SEEN,
          "name \\\\*\"([^\"\\\\]+)\\\\*\" is reserved for",
          "containerd keeps the name %s of something that is gone");

  private RuntimeCheck() {}

  static Check check() {
    return new Check("container runtime", codes(), Need.NOTHING, RuntimeCheck::look);
  }

  private static Set<Code> codes() {
    Set<Code> codes = Code.ofArea("CRI");
    SIGNS.forEach(sign -> codes.add(sign.code()));
    codes.addAll(
        Set.of(
            Code.CONTAINERD_NAME_RESERVED,
            Code.CONTAINERD_RECOVERING,
            Code.HOST_CNI_ABSENT,
            Code.HOST_CNI_UNSEEN));
    return codes;
  }

  /** Whether CRI answers and is ready. */
  static Verdict<RuntimeInfo> verdict(Patient patient) throws InterruptedException {
    try (CriConnection connection = new CriConnection(patient.installed().endpoint())) {
      return new RuntimeProbe(connection, Optional::empty, () -> "", patient.time()).look(LOOK);
    }
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    CriEndpoint endpoint = patient.installed().endpoint();
    boolean there = Files.exists(endpoint.socket()) || patient.installed().containerd().known();
    if (!there) {
      return Looked.not("no container runtime is installed, nor listens at " + endpoint);
    }
    return switch (verdict(patient)) {
      case Verdict.Ready<RuntimeInfo>(RuntimeInfo info) -> ready(patient, endpoint, info);
      case Verdict.NotYet<RuntimeInfo> notYet -> away(patient, endpoint, notYet.because());
      case Verdict.Never<RuntimeInfo> never -> away(patient, endpoint, never.failure());
    };
  }

  private static Looked away(Patient patient, CriEndpoint endpoint, Failure failure)
      throws InterruptedException {
    if (failure.code() == Code.CRI_NO_PERMISSION && !patient.asRoot()) {
      return Looked.not("only root may ask " + endpoint);
    }
    List<LogLine> lines = LastStart.of(log(patient));
    List<Finding> found = new ArrayList<>(Sign.in(lines, LOG, SIGNS));
    if (failure.code() == Code.CRI_NOT_INITIALIZED) {
      recovering(lines).ifPresent(found::add);
    }
    found.add(Finding.of(failure, Weight.FAILURE, endpoint.toString()));
    return Looked.found(found);
  }

  /** What containerd says of the state that it finds; it goes on for minutes after a hard stop. */
  static Optional<Finding> recovering(List<LogLine> lines) {
    return lines.reversed().stream()
        .filter(line -> line.text().contains("Start recovering state"))
        .findFirst()
        .map(line ->
            Finding.warning(
                Code.CONTAINERD_RECOVERING,
                Confidence.LIKELY,
                "containerd still reads what ran before it was stopped",
                Evidence.of(LOG, line)));
  }

  private static List<LogLine> log(Patient patient) throws InterruptedException {
    try {
      return patient.asRoot() ? patient.logs().of(Daemon.CONTAINERD.unit()) : List.of();
    } catch (FailureException e) {
      // One piece of evidence less.
      return List.of();
    }
  }

  private static Looked ready(Patient patient, CriEndpoint endpoint, RuntimeInfo info)
      throws IOException, InterruptedException {
    List<Finding> found = new ArrayList<>();
    found.addAll(reserved(log(patient), patient.time().now()));
    if (!info.networkReady() && patient.installed().isNode()) {
      found.add(network(patient, endpoint, info));
    }
    return Looked.found(found);
  }

  /** Names that are reserved by what is gone, as far as that was said a while ago at most. */
  static List<Finding> reserved(List<LogLine> lines, Instant now) {
    Instant since = now.minus(RECENT);
    List<LogLine> recent = lines.stream().filter(line -> line.at().isAfter(since)).toList();
    return Sign.in(recent, LOG, List.of(RESERVED));
  }

  private static Finding network(Patient patient, CriEndpoint endpoint, RuntimeInfo info)
      throws IOException {
    Evidence answer = Evidence.of(endpoint.toString(), info.networkReason());
    List<Path> files = CniCheck.files(patient);
    return files.isEmpty()
        ? Finding.warning(
            Code.HOST_CNI_ABSENT,
            Confidence.SEEN,
            CniCheck.FOLDER + " has no configuration of a pod network, so the node is not Ready",
            answer)
        : Finding.warning(
            Code.HOST_CNI_UNSEEN,
            Confidence.LIKELY,
            "the runtime has no pod network although "
                + patient.root().nameOf(files.getFirst())
                + " is there",
            answer,
            Evidence.of(
                patient.root().nameOf(files.getFirst()),
                "it is there since " + Files.getAttribute(files.getFirst(), "unix:ctime")));
  }
}
