package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.cri.PodSandbox;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.logging.LogSetup;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Step;
import dev.nodeready.rehearsal.Parts;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.rehearsal.PrivateDaemons;
import dev.nodeready.rehearsal.RehearsalFiles;
import dev.nodeready.rehearsal.Scratch;
import dev.nodeready.rehearsal.TinyRegistry;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.StatusView;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.ProcessSupervisor;
import dev.nodeready.supervise.SupervisorKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The whole main job on scratch ground: the machine's own containerd and kubelet, below a folder of
 * their own, through the very plan of a boot; with a second image pulled from a registry of its
 * own, and a pod sandbox run on top.
 */
public final class Rehearsal {
  /** containerd comes up this much late, so that the wait for it is seen. */
  private static final Duration LATE = Duration.ofMillis(1500);

  private static final String KUBELET_VERSION = "/etc/eks/kubelet-version.txt";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Parts parts;
  private final Scratch scratch;
  private final TinyRegistry registry;
  private final PauseImage image = PauseImage.forThisMachine();
  private final RehearsalFiles files;

  private Rehearsal(Parts parts, Scratch scratch, TinyRegistry registry)
      throws InterruptedException {
    this.parts = parts;
    this.scratch = scratch;
    this.registry = registry;
    files =
        new RehearsalFiles(
            scratch.root(),
            parts.runc().toString(),
            schema(),
            !Privileges.own().mayRaiseLimits(),
            "localhost/nodeready/pause:archive",
            registry.host(),
            freePort(),
            cgroupV1());
  }

  /**
   * Rehearses once and leaves nothing behind.
   *
   * @param parent the folder in which the scratch folder is made
   * @param kubelet whether a machine without kubelet is degraded
   * @param timeline takes the steps with their times, for people
   * @return the exit code: 0 only if all of it worked
   * @throws dev.nodeready.failure.FailureException when this machine cannot rehearse, with all that
   *     is missing
   * @throws InterruptedException when stopped before it began
   */
  public static int run(Path parent, boolean kubelet, Consumer<String> timeline)
      throws InterruptedException {
    Parts parts = Parts.find(Privileges.own());
    try (Scratch scratch = Scratch.in(parent);
        TinyRegistry registry = TinyRegistry.start()) {
      return new Rehearsal(parts, scratch, registry).run(kubelet, timeline);
    } catch (IOException e) {
      throw Failure.passing(
              Code.REHEARSAL_IMPOSSIBLE,
              "serve a registry on loopback",
              Words.of(e),
              "see whether the loopback interface is up: ip link show lo")
          .asException(e);
    }
  }

  private int run(boolean kubelet, Consumer<String> timeline) throws InterruptedException {
    PrivateDaemons daemons = new PrivateDaemons(scratch.root());
    ProcessSupervisor supervisor =
        new ProcessSupervisor(
            scratch.root(),
            daemon ->
                switch (daemon) {
                  case CONTAINERD -> daemons.containerd(LATE);
                  case KUBELET -> daemons.kubelet();
                });
    try (BootPlan boot = new BootPlan(Run.of(options(), Time.SYSTEM, null, supervisor))) {
      layOut();
      BootRecord record = BootRunner.run(boot, phases(boot, kubelet), List.of());
      timeline.accept(StatusView.of(record).text());
      if (record.failure() != null) {
        scratch.keepLogs().ifPresent(logs -> timeline.accept("logs kept:   " + logs + "\n"));
      }
      timeline.accept("not rehearsed: " + left(kubelet) + "\n");
      return record.exitCode();
    } finally {
      // Behind a verdict only the boot is heard; what cannot be taken away has to be.
      LogSetup.everybody();
      supervisor.stopAll();
      daemons.removeFolders();
    }
  }

  /** What was left out for good reasons; a part that is required is told as a failure. */
  private String left(boolean kubelet) {
    String join = "the join (there is no cluster)";
    return kubelet || parts.kubelet().isPresent() ? join : "kubelet (it is not installed), " + join;
  }

  private BootOptions options() {
    Set<String> skip = parts.kubelet().isPresent() ? Set.of() : Set.of("kubelet", "join");
    return new BootOptions(
        "rehearse",
        scratch.root(),
        null,
        List.of("file://" + scratch.root().at(RehearsalFiles.NODE_CONFIG)),
        null,
        new Selection(Set.of(), skip),
        SupervisorKind.PROCESS,
        Budgets.Given.NONE,
        false,
        JoinPolicy.HEALTHY,
        true);
  }

  private void layOut() {
    FileStore store = new FileStore(scratch.root()).volatileCopy();
    files.all().forEach(store::apply);
    if (parts.kubelet().isEmpty()) {
      // Its files are rehearsed all the same, and that it is missing is told at the end, once.
      store.apply(RenderedFile.text(KUBELET_VERSION, "Kubernetes v1." + Release.NEWEST + ".0\n"));
    }
    store.apply(
        new RenderedFile(RehearsalFiles.ARCHIVE, 0644, image.archive(files.sandboxImage())));
  }

  /** The boot's own phases, and before kubelet what only a rehearsal does. */
  private List<Phase> phases(BootPlan boot, boolean kubelet) {
    List<Phase> phases = new ArrayList<>(boot.phases());
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step("pull-image", "Pull an image from a registry", progress -> pull(boot, progress)));
    steps.add(new Step("pod-sandbox", "Run and remove a pod sandbox", progress -> sandbox(boot)));
    if (kubelet && parts.kubelet().isEmpty()) {
      steps.add(new Step("all-parts", "See that no part was missing", _ -> withoutKubelet()));
    }
    phases.add(phases.size() - 2, new Phase("rehearse", List.copyOf(steps)));
    return phases;
  }

  private static Outcome withoutKubelet() {
    return new Outcome.Degraded(
        Failure.permanent(Code.REHEARSAL_INCOMPLETE, "rehearse kubelet", "it is not installed"));
  }

  private Outcome pull(BootPlan boot, Progress progress) throws InterruptedException {
    String reference = registry.put("nodeready/pause", "pulled", image);
    return boot.pass().runtime.pull(reference, progress);
  }

  private Outcome sandbox(BootPlan boot) throws InterruptedException {
    new PodSandbox(boot.pass().wanted.endpoint(), scratch.name()).runAndRemove(LIMIT);
    return new Outcome.Changed("run and removed");
  }

  /** containerd 2.0 and later read schema 3. */
  private int schema() throws InterruptedException {
    return version(parts.containerd()).atLeast(2, 0) ? 3 : 2;
  }

  /** kubelet knows {@code failCgroupV1} from 1.31 on, and from 1.35 on it matters. */
  private boolean cgroupV1() throws InterruptedException {
    return !Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))
        && parts.kubelet().isPresent()
        && version(parts.kubelet().get()).atLeast(1, 31);
  }

  private static ProgramVersion version(Path program) throws InterruptedException {
    return ProgramVersion.find(
        new Commands(Map.of()).run(LIMIT, List.of(program.toString(), "--version")).output());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw Failure.passing(
              Code.REHEARSAL_IMPOSSIBLE,
              "find a free port on loopback",
              Words.of(e),
              "see whether the loopback interface is up: ip link show lo")
          .asException(e);
    }
  }
}
