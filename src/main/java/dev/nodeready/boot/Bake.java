package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.Folders;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import dev.nodeready.node.Baked;
import dev.nodeready.node.DesiredNode;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Selection;
import dev.nodeready.plan.Sequencer;
import dev.nodeready.plan.Step;
import dev.nodeready.report.ExitCode;
import dev.nodeready.report.Narrator;
import dev.nodeready.retry.Time;
import dev.nodeready.runtime.ArchiveFile;
import dev.nodeready.runtime.Images;
import dev.nodeready.runtime.SandboxImage;
import dev.nodeready.runtime.SandboxImage.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is put into a machine image, so that the first boot finds it: the steps of a boot up to the
 * sandbox image, by a containerd of the image's own where none runs; the image's archive; units.
 * Each step finds its work done by an earlier run.
 */
public final class Bake {
  private static final String NODE = "/var/lib/nodeready/joined";

  private final BuilderRuntime runtime;
  private final Order order;
  private final BakedUnits units;
  private final Baked baked;

  private Bake(BuilderRuntime runtime, Order order) {
    this.runtime = runtime;
    this.order = order;
    units = new BakedUnits(runtime.root());
    baked = new Baked(runtime.root());
  }

  /**
   * What is to be baked.
   *
   * @param sources of the part of the configuration that is known already; none for what lies in
   *     the image
   * @param archive of the sandbox image; empty for those that a boot looks for, and its registry
   * @param imports whether the sandbox image is put into containerd's store; else the first boot
   *     does it from the archive
   */
  public record Order(List<String> sources, Optional<Path> archive, boolean imports) {}

  /**
   * Bakes.
   *
   * @return the exit code
   * @throws dev.nodeready.failure.FailureException when it could not begin
   */
  public static int run(Order order) throws InterruptedException {
    try (BuilderRuntime runtime = open(order)) {
      return ExitCode.of(
          new Sequencer(List.of(new Narrator()), Time.SYSTEM)
              .run(new Bake(runtime, order).phases(), Selection.ALL));
    }
  }

  /** What it would have done, a line for each thing; nothing is started or changed. */
  public static List<String> plan(Order order) throws InterruptedException {
    try (BuilderRuntime runtime = open(order)) {
      return new Bake(runtime, order).planned();
    }
  }

  /**
   * Takes back what bakes have put there; what containerd has stored stays.
   *
   * @param dry whether it is only said
   * @return what was done, a line for each thing
   */
  public static List<String> undo(boolean dry) throws InterruptedException {
    List<String> done = new ArrayList<>(new BakedUnits(Root.MACHINE).undo(dry));
    done.addAll(new Baked(Root.MACHINE).undo(dry));
    return done;
  }

  private static BuilderRuntime open(Order order) throws InterruptedException {
    if (Files.exists(Root.MACHINE.at(NODE))) {
      throw Failure.permanent(Code.HOST_JOINED, "bake a machine image", "there is " + NODE)
          .asException();
    }
    return BuilderRuntime.open(BootOptions.forBuilder("bake"), order.sources());
  }

  private List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    phases.add(
        Phase.of(
            "configure",
            new Step("kubelet", "Hold what is known against the installed kubelet", this::kubelet),
            new Step(Run.RUNTIME_FILES, "Write what containerd reads", this::files)));
    phases.add(
        order.imports()
            ? imports()
            : Phase.of("image", new Step("archive", "Bring the archive", _ -> bringArchive())));
    phases.add(
        Phase.of("units", new Step("units", "Enable units, put others aside", _ -> units.bake())));
    if (order.imports()) {
      // Where nothing can be mounted, nothing can be tried.
      phases.add(
          Phase.of(
              "trial",
              new Step(
                  "kubelet-starts",
                  "Start kubelet on what a boot would write",
                  p -> trial().run(pass().inputs.machine().kubelet(), p))));
    }
    return phases;
  }

  private Phase imports() {
    return Phase.of(
        "image",
        new Step("start-containerd", "Start containerd on the image's store", this::start),
        new Step("await-cri", "Wait until it answers over CRI", p -> pass().runtime.await(p)),
        new Step("sandbox-image", "Make sure of the sandbox image", this::image),
        new Step("archive", "Save it as an archive", p -> saveArchive(p::flapped)),
        new Step("pin-image", "Keep it from being collected", this::pin),
        new Step("verify", "Look at all of it once more", this::verify));
  }

  private Pass pass() {
    return runtime.pass();
  }

  private KubeletTrial trial() {
    return new KubeletTrial(runtime.root(), order.sources());
  }

  private Images images() {
    return pass().images;
  }

  /** Its files name cluster and instance, so that none is written; what is said of them holds. */
  private Outcome kubelet(Progress progress) throws InterruptedException {
    ProgramVersion kubelet = pass().inputs.machine().kubelet();
    pass().inputs.checkInImage().forEach(problem -> progress.note(problem.toLine()));
    return kubelet.known()
        ? new Outcome.Unchanged("kubelet " + kubelet + " takes what is known of its configuration")
        : new Outcome.Skipped("no kubelet is installed here");
  }

  private Outcome files(Progress progress) throws InterruptedException {
    DesiredNode node = pass().wanted.known();
    baked.enter(node.files());
    node.warnings().forEach(warning -> progress.note(warning.toLine()));
    return pass().configure.runtimeFiles(progress);
  }

  private Outcome start(Progress progress) throws InterruptedException {
    Outcome outcome = pass().runtime.start(progress);
    return runtime.isOwn()
        ? new Outcome.Changed(
            outcome.detail() + " on the image's store, since none runs here; it ends with this")
        : outcome;
  }

  private Outcome image(Progress progress) throws InterruptedException {
    if (order.archive().isEmpty()) {
      return pass().runtime.ensureImage(progress);
    }
    Path archive = order.archive().get();
    String name = images().sandbox(progress::flapped).image();
    return images().load(archive, progress::flapped)
        ? new Outcome.Changed(name + " loaded from " + archive)
        : new Outcome.Unchanged(name + " was there");
  }

  private Outcome saveArchive(FlapListener step) throws InterruptedException {
    List<Path> archives = pass().runtime.archives(step);
    SandboxImage image = images().look(archives, step);
    if (archives.isEmpty()) {
      return new Outcome.Unchanged("spec.bootstrap.archives is empty");
    }
    Path archive = archives.getFirst();
    String path = runtime.root().nameOf(archive);
    if (!image.matching().isEmpty()) {
      // The run that wrote it may have been cut off right behind that.
      baked.written(path);
      return new Outcome.Unchanged(image.matching().getFirst().file() + " is sound");
    }
    baked.announce(path);
    images().save(archive, step);
    baked.written(path);
    return new Outcome.Changed(image.name() + " saved as " + archive);
  }

  /** By its label in any case: containerd may be a newer one by the first boot. */
  private Outcome pin(Progress progress) throws InterruptedException {
    String image = images().sandbox(progress::flapped).image();
    return switch (images().pin(image)) {
      case ImagePin.AlreadyPinned _ -> new Outcome.Unchanged(image + " is pinned");
      case ImagePin.Pinned _ -> new Outcome.Changed(image);
      case ImagePin.NotPinned not -> new Outcome.Unchanged(not.because());
    };
  }

  private Outcome verify(Progress progress) throws InterruptedException {
    List<Path> archives = pass().runtime.archives(progress::flapped);
    List<Problem> problems = images().look(archives, progress::flapped).problems(List.of());
    if (problems.isEmpty()) {
      return new Outcome.Unchanged("there, pinned, and in a sound archive");
    }
    problems.stream().skip(1).forEach(problem -> progress.note(problem.failure().toLine()));
    Problem first = problems.getFirst();
    return first.blocks()
        ? new Outcome.Failed(first.failure())
        : new Outcome.Degraded(first.failure());
  }

  /** Where this process may not mount, no image can be unpacked. */
  private Outcome bringArchive() throws InterruptedException {
    String image = pass().wanted.known().sandboxImage();
    Path target = firstArchive();
    Path from = order.archive().orElse(target);
    Optional<Failure> trouble = ArchiveFile.at(from).failure(image);
    if (trouble.isPresent()) {
      return new Outcome.Failed(trouble.get());
    }
    String path = runtime.root().nameOf(target);
    if (isSame(from, target)) {
      baked.written(path);
      return new Outcome.Unchanged(target + " is sound, and the first boot imports it");
    }
    baked.announce(path);
    Folders.copy(from, target);
    baked.written(path);
    return new Outcome.Changed(from + " copied to " + target + "; the first boot imports it");
  }

  private static boolean isSame(Path from, Path target) {
    return Files.exists(target)
        && ArchiveFile.at(from).sha256().equals(ArchiveFile.at(target).sha256());
  }

  private Path firstArchive() throws InterruptedException {
    return pass().inputs.config().bootstrap().archives().stream()
        .findFirst()
        .map(runtime.root()::at)
        .orElseThrow(() ->
            Failure.permanent(
                    Code.IMAGE_ARCHIVE_ABSENT,
                    "bring an archive",
                    "spec.bootstrap.archives is empty",
                    "name the archive's place there, or leave --no-import out")
                .asException());
  }

  private List<String> planned() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    DesiredNode node = pass().wanted.known();
    FileStore store = new FileStore(runtime.root());
    node.files().stream()
        .filter(file -> !store.isSame(file))
        .forEach(file -> lines.add("written " + file.path()));
    Path archive = firstArchive();
    if (order.imports()) {
      lines.add(
          runtime.isOwn()
              ? "started containerd on the image's store, since none runs here, and ended it"
              : "used the containerd that runs here");
      lines.add(
          "seen to it that it has %s%s, pinned"
              .formatted(
                  node.sandboxImage(), order.archive().map(file -> " of " + file).orElse("")));
    }
    if (ArchiveFile.at(archive).failure(node.sandboxImage()).isPresent()) {
      lines.add((order.imports() ? "saved it as " : "copied the archive to ") + archive);
    }
    lines.addAll(units.planned());
    return lines;
  }
}
