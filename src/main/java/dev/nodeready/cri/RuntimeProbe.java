package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.proto.InfoEntry;
import dev.nodeready.cri.proto.RuntimeCondition;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.VersionResponse;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.ready.Probe;
import dev.nodeready.ready.Verdict;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Looks whether the container runtime is ready: its socket, then {@code Version}, then {@code
 * Status}, by a fresh connection each time. {@code RuntimeReady} is needed, {@code NetworkReady} is
 * told and not needed.
 */
public final class RuntimeProbe implements Probe<RuntimeInfo> {
  /** A server may listen before its CRI service is added; after this long it will not come. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Silence within less than this tells nothing, so that the reason before it stands. */
  private static final Duration FAIR = Duration.ofSeconds(1);

  /** Looks may follow each other by the millisecond; asking the service manager costs more. */
  private static final Duration UNIT_PAUSE = Duration.ofMillis(250);

  /** What answers is no CRI service, or none yet. */
  private static final Set<Code> NO_CRI = Set.of(Code.CRI_UNIMPLEMENTED, Code.CRI_FOREIGN);

  private static final String MEND =
      "mend what the runtime says there (journalctl -u containerd), and restart it";

  /** Met while a server comes up; each may be over within a millisecond and no event tells. */
  private static final Set<Code> SOON =
      Set.of(
          Code.CRI_REFUSED,
          Code.CRI_NOT_INITIALIZED,
          Code.CRI_UNIMPLEMENTED,
          Code.CRI_RUNTIME_NOT_READY,
          Code.CRI_LOST,
          Code.CRI_BACKLOG_FULL);

  private final CriConnection connection;
  private final RuntimeUnit unit;
  private final Supplier<String> hint;
  private final Time time;
  private final SocketLook socket;
  private Optional<Deadline> grace = Optional.empty();
  private Optional<Deadline> unitAsked = Optional.empty();
  private Optional<Failure> last = Optional.empty();
  private int restarts;

  /**
   * A probe for one boot: it remembers since when the CRI service is missing.
   *
   * @param connection made anew by each look, and left open by one that finds the runtime ready
   * @param hint what the machine tells of a CRI plugin that does not load, such as the line of the
   *     configuration or of the log; asked once it is needed, may answer with nothing
   */
  public RuntimeProbe(
      CriConnection connection, RuntimeUnit unit, Supplier<String> hint, Time time) {
    this.connection = connection;
    this.unit = unit;
    this.hint = hint;
    this.time = time;
    socket = new SocketLook(connection.endpoint());
  }

  @Override
  public Verdict<RuntimeInfo> look(Duration atMost) throws InterruptedException {
    Deadline deadline = Deadline.after(atMost, time);
    try {
      RuntimeInfo info = ask(deadline);
      grace = Optional.empty();
      return new Verdict.Ready<>(info);
    } catch (FailureException e) {
      if (last.isEmpty() || atMost.compareTo(FAIR) >= 0 || !isSilent(e)) {
        last = Optional.of(e.failure());
      }
      return sort(last.get());
    }
  }

  private static boolean isSilent(FailureException e) {
    return e.failure().code() == Code.CRI_SILENT;
  }

  private RuntimeInfo ask(Deadline deadline) throws InterruptedException {
    String identity = socket.identity();
    connection.close();
    return connection.call(client -> ask(client, deadline, identity));
  }

  /** How often the unit had been restarted when it was last asked. */
  int restarts() {
    return restarts;
  }

  /** Asks all that a look asks, over a connection that is there. */
  static RuntimeInfo ask(CriClient client, Deadline deadline, String identity)
      throws InterruptedException {
    VersionResponse version = client.version(deadline.left());
    StatusResponse status = client.status(true, deadline.left());
    Optional<RuntimeCondition> ready = condition(status, "RuntimeReady");
    if (ready.isEmpty() || !ready.get().getStatus()) {
      throw notReady(client, ready).asException();
    }
    return info(version, status, identity);
  }

  private Verdict<RuntimeInfo> sort(Failure failure) throws InterruptedException {
    if (failure.permanent()) {
      return new Verdict.Never<>(failure);
    }
    boolean soon = SOON.contains(failure.code());
    if (unitAsked.isEmpty() || unitAsked.get().passed()) {
      unitAsked = Optional.of(Deadline.after(UNIT_PAUSE, time));
      restarts = unit.restarts();
      Optional<Failure> failed = unit.failed();
      if (failed.isPresent()) {
        return new Verdict.Never<>(failed.get());
      }
    }
    if (!NO_CRI.contains(failure.code())) {
      grace = Optional.empty();
    } else if (graceIsOver()) {
      return new Verdict.Never<>(withoutCri(failure));
    }
    return new Verdict.NotYet<>(failure, soon);
  }

  private boolean graceIsOver() {
    if (grace.isEmpty()) {
      grace = Optional.of(Deadline.after(GRACE, time));
    }
    return grace.get().passed();
  }

  private Failure withoutCri(Failure failure) {
    String lasting = failure.happened() + ", for " + GRACE.toSeconds() + " s now";
    return failure.code() == Code.CRI_FOREIGN
        ? Failure.permanent(failure.code(), failure.tried(), lasting, failure.remedy())
        : pluginMissing(failure, lasting, hint.get());
  }

  /** Where the machine tells why the plugin is missing, that is what is to be mended. */
  private static Failure pluginMissing(Failure failure, String happened, String why) {
    String what = happened + ": its CRI plugin is not loaded";
    String remedy = why.isEmpty() || why.startsWith(PluginHint.DISABLED) ? failure.remedy() : MEND;
    return Failure.permanent(failure.code(), failure.tried(), what, remedy).saying(why);
  }

  private static Failure notReady(CriClient client, Optional<RuntimeCondition> condition) {
    String reason =
        condition
            .map(c -> (c.getReason() + " " + c.getMessage()).strip())
            .orElse("it tells no such condition");
    return Failure.passing(
        Code.CRI_RUNTIME_NOT_READY,
        "see the runtime at " + client.where() + " ready",
        "it says RuntimeReady=false" + (reason.isEmpty() ? "" : ": " + reason));
  }

  static RuntimeInfo info(VersionResponse version, StatusResponse status, String identity) {
    Optional<RuntimeCondition> network = condition(status, "NetworkReady");
    boolean networkReady = network.isPresent() && network.get().getStatus();
    return new RuntimeInfo(
        version.getRuntimeName(),
        version.getRuntimeVersion(),
        version.getRuntimeApiVersion(),
        networkReady,
        networkReady
            ? ""
            : network.map(c -> (c.getReason() + " " + c.getMessage()).strip()).orElse(""),
        config(status),
        identity);
  }

  private static VerboseConfig config(StatusResponse status) {
    for (InfoEntry entry : status.getInfoList()) {
      if (entry.getKey().equals("config")) {
        return VerboseConfig.parse(entry.getValue());
      }
    }
    return VerboseConfig.NONE;
  }

  private static Optional<RuntimeCondition> condition(StatusResponse status, String type) {
    for (RuntimeCondition condition : status.getStatus().getConditionsList()) {
      if (condition.getType().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }
}
