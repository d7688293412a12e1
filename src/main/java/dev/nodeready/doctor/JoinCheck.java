package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Check.Need;
import dev.nodeready.doctor.Finding.Weight;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.join.JoinLook;
import dev.nodeready.join.KubeletPlace;
import dev.nodeready.supervise.Daemon;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the API server knows this node, asked with kubelet's credentials, and why not; and how
 * far its clock is from ours, by its answers.
 */
final class JoinCheck {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final String LOG = Logs.nameOf(Daemon.KUBELET);

  /** What kubelet says of a cluster that does not let it register. */
  static final List<Sign> SIGNS =
      List.of(
          Sign.failure(
              Code.JOIN_WEBHOOK,
              Confidence.SEEN,
              "(?:admission|failed calling) webhook \\\\*\"([^\"\\\\]+)",
              "the webhook %s keeps the node from registering"),
          Sign.failure(
              Code.KUBELET_LABEL_FORBIDDEN,
              Confidence.SEEN,
              "is not allowed to modify labels: ([^\"]+)",
              "the cluster lets no kubelet set these labels: %s"),
          Sign.failure(
              Code.JOIN_IDENTITY_OF_ANOTHER_NODE,
              Confidence.SEEN,
              "node \\\\*\"([^\"\\\\]+)\\\\*\" is not allowed to modify node",
              "kubelet's credentials are of the node %s"));

  private JoinCheck() {}

  static Check check() {
    Set<Code> codes = Code.ofArea("JOIN");
    codes.add(Code.KUBELET_LABEL_FORBIDDEN);
    codes.add(Code.HOST_ROUTE_ABSENT);
    codes.add(Code.HOST_CLOCK_WRONG);
    return new Check("API server, as kubelet", codes, Need.NODE, JoinCheck::look);
  }

  /** Where kubelet joins. */
  static KubeletPlace place(Patient patient) throws IOException {
    return KubeletPlace.of(patient.root(), KubeletEnvironment.of(patient));
  }

  private static Looked look(Patient patient) throws IOException, InterruptedException {
    KubeletPlace place = place(patient);
    if (place.kubeconfig().isEmpty()) {
      return Looked.not("kubelet is started without a kubeconfig");
    }
    List<LogLine> lines = log(patient);
    JoinLook look =
        JoinLook.of(place, lines.stream().map(LogLine::text).toList(), patient.time(), LOOK);
    List<Finding> found = new ArrayList<>(clock(patient, place, look));
    if (look.failure().isPresent()) {
      found.addAll(found(patient, look, look.failure().get(), lines));
    }
    return Looked.found(found);
  }

  /** First: what is wrong with a clock is behind much else. */
  private static List<Finding> clock(Patient patient, KubeletPlace place, JoinLook look)
      throws IOException, InterruptedException {
    return look.clockAhead().isPresent()
        ? ApiClock.judged(patient.time().now(), look.clockAhead().get(), look.apiServer())
        : ApiClock.asked(patient, place);
  }

  private static List<LogLine> log(Patient patient) throws InterruptedException {
    try {
      return LastStart.of(patient.logs().of(Daemon.KUBELET.unit()));
    } catch (FailureException e) {
      // One piece of evidence less.
      return List.of();
    }
  }

  private static List<Finding> found(
      Patient patient, JoinLook look, Failure failure, List<LogLine> lines)
      throws InterruptedException {
    Weight weight = failure.code() == Code.JOIN_NOT_READY ? Weight.WARNING : Weight.FAILURE;
    String asked = look.apiServer().isEmpty() ? "kubelet's credentials" : look.apiServer();
    Finding finding = Finding.of(failure, weight, asked);
    if (failure.code() == Code.JOIN_API_UNRESOLVED) {
      for (Evidence evidence : NameServers.of(patient).asked(URI.create(asked).getHost())) {
        finding = finding.and(evidence);
      }
    }
    if (failure.code() == Code.JOIN_NOT_REGISTERED) {
      List<Finding> told = Sign.in(lines, LOG, SIGNS);
      return told.isEmpty() ? List.of(finding) : told;
    }
    boolean unreached =
        failure.code() == Code.JOIN_API_SILENT || failure.code() == Code.JOIN_API_REFUSED;
    return unreached && failure.happened().contains("unreachable")
        ? List.of(withoutRoute(asked, failure), finding)
        : List.of(finding);
  }

  private static Finding withoutRoute(String server, Failure failure) {
    return Finding.failure(
        Code.HOST_ROUTE_ABSENT,
        Confidence.SEEN,
        "no route leads from here to " + server,
        Evidence.of(server, failure.happened()));
  }
}
