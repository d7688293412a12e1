package dev.nodeready.verify;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.containerd.ContainerdProgram;
import dev.nodeready.cri.ReadyRuntime;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.doctor.Once;
import dev.nodeready.doctor.Patient;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.kubelet.KubeletArguments;
import dev.nodeready.kubelet.KubeletHealth;
import dev.nodeready.kubelet.KubeletOnMachine;
import dev.nodeready.node.CommandLines;
import dev.nodeready.ready.Waiter;
import dev.nodeready.rehearsal.Scratch;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import dev.nodeready.runtime.RuntimeWatch;
import dev.nodeready.supervise.Daemon;
import dev.nodeready.supervise.ProcessSupervisor;
import dev.nodeready.supervise.UnitAction;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The image's containerd and kubelet, run for a while on its own files. Each part is made by the
 * first check that needs it, and all end together.
 */
final class Trial implements AutoCloseable {
  /** A containerd with a few images answers within a second. */
  private static final Duration RUNTIME = Duration.ofSeconds(8);

  /** kubelet looks at its runtime each five seconds; the rest of what it starts with is quick. */
  private static final Duration KUBELET = Duration.ofSeconds(12);

  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final int LINES = 200;
  private static final Duration TICK = Duration.ofMillis(200);

  private final Root image;
  private final NodeConfig config;
  private final boolean whole;
  private final Scratch scratch;
  private final ProcessSupervisor supervisor;
  private final Once<PrivateRoot> root = Once.forAll(this::lay);
  private final Once<Patient> programs = Once.forAll(this::programsOfImage);
  private final Once<Patient> patient = Once.forAll(this::prepare);
  private final Once<Boolean> containerd = Once.forAll(this::startContainerd);
  private final Once<Boolean> kubelet = Once.forAll(this::startKubelet);
  private volatile boolean over;

  /**
   * A trial that has not begun.
   *
   * @param config for which a boot would write its files
   * @param whole as for {@link BootFiles#write}
   */
  Trial(Root image, NodeConfig config, boolean whole, Path parent) {
    this.image = image;
    this.config = config;
    this.whole = whole;
    scratch = Scratch.in(parent);
    supervisor = new ProcessSupervisor(scratch.root(), this::commandLine);
  }

  private PrivateRoot lay() throws InterruptedException {
    if (over) {
      throw new InterruptedException("the trial is over");
    }
    FileStore store = new FileStore(scratch.root()).volatileCopy();
    KernelSettings.of(image)
        .asFiles()
        .forEach((path, text) ->
            store.apply(RenderedFile.text("/proc/" + path.replace('/', ','), text)));
    return PrivateRoot.lay(image, scratch.root());
  }

  /** Its files as they are; programs are run where they are. */
  Patient programs() throws InterruptedException {
    return programs.get();
  }

  private Patient programsOfImage() throws InterruptedException {
    PrivateRoot place = root.get();
    return Patient.tried(place.root(), place.commands(), supervisor);
  }

  /**
   * The same with the files that a boot would write.
   *
   * @throws FailureException where no node can come of them
   */
  Patient patient() throws InterruptedException {
    return patient.get();
  }

  private Patient prepare() throws InterruptedException {
    Patient machine = programs();
    new BootFiles(machine.root(), machine.commands()).write(config, whole);
    return machine;
  }

  /** The same with containerd running on it, or ended: its check tells. */
  Patient withContainerd() throws InterruptedException {
    boolean _ = containerd.get();
    return patient();
  }

  /** Whether containerd serves CRI. */
  boolean servesCri() throws InterruptedException {
    return containerd.get();
  }

  private boolean startContainerd() throws InterruptedException {
    Patient machine = patient();
    SandboxGround.make(machine);
    supervisor.ensure(Daemon.CONTAINERD, _ -> UnitAction.restart("to try"));
    try (RuntimeWatch watch =
        RuntimeWatch.begin(
            machine.runtimeEndpoint(),
            supervisor,
            new ContainerdProgram(machine.root(), machine.commands())::dump,
            Time.SYSTEM,
            FlapListener.NONE)) {
      return serves(watch.runtime(), Deadline.after(RUNTIME, Time.SYSTEM));
    }
  }

  /** One that has come up without CRI will not have it later. */
  private boolean serves(ReadyRuntime runtime, Deadline deadline) throws InterruptedException {
    while (!deadline.passed()) {
      try {
        var _ = runtime.await(deadline.within(SLICE));
        return true;
      } catch (FailureException e) {
        boolean without = e.failure().code() == Code.CRI_UNIMPLEMENTED && isUp();
        if (without || supervisor.failed(Daemon.CONTAINERD).isPresent()) {
          return false;
        }
      }
    }
    return false;
  }

  private boolean isUp() throws InterruptedException {
    return supervisor.lastLines(Daemon.CONTAINERD, LINES).stream()
        .anyMatch(line -> line.contains("containerd successfully booted"));
  }

  /** Why containerd has ended; empty where it runs, or never ran. */
  Optional<Failure> ended() throws InterruptedException {
    return supervisor.failed(Daemon.CONTAINERD);
  }

  /** The same with kubelet running on it too, or ended: its check tells. */
  Patient withKubelet() throws InterruptedException {
    boolean _ = kubelet.get();
    return patient();
  }

  private boolean startKubelet() throws InterruptedException {
    Patient machine = withContainerd();
    new FileStore(machine.root())
        .volatileCopy()
        .apply(
            RenderedFile.text(
                KubeletArguments.FILE,
                KubeletArguments.file(
                    Standalone.words(
                        CommandLines.of(machine.root(), Daemon.KUBELET),
                        machine.kubeletVersion()))));
    supervisor.ensure(Daemon.KUBELET, _ -> UnitAction.restart("to try"));
    Optional<InetSocketAddress> address =
        KubeletHealth.address(KubeletOnMachine.settings(machine.root(), machine.kubeletVersion()));
    KubeletStart start = new KubeletStart(supervisor, new KubeletHealth(address.orElseThrow()));
    try {
      return new Waiter("kubelet", TICK, TICK)
          .await(start, supervisor.watch(Daemon.KUBELET), Deadline.after(KUBELET, Time.SYSTEM));
    } catch (FailureException e) {
      return false;
    }
  }

  private List<String> commandLine(Daemon daemon) {
    PrivateRoot place = root.made();
    if (place == null) {
      throw new IllegalStateException("no files to run " + daemon.program() + " on");
    }
    List<String> words = CommandLines.of(place.root(), daemon);
    // Whether kubelet is healthy is asked over the network; it is told to open nothing else.
    return place.inside(words, daemon == Daemon.CONTAINERD);
  }

  /** A name like no other's, for what has to be told apart. */
  String name() {
    return scratch.name();
  }

  @Override
  public void close() {
    over = true;
    PrivateRoot place = root.made();
    try {
      if (place != null) {
        place.close();
      }
    } finally {
      scratch.close();
    }
  }
}
