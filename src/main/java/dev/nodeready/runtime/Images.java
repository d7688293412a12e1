package dev.nodeready.runtime;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Bootstrap;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.containerd.RegistryHosts;
import dev.nodeready.containerd.Soci;
import dev.nodeready.cri.ArchiveLoad;
import dev.nodeready.cri.ContentIngest;
import dev.nodeready.cri.Credentials;
import dev.nodeready.cri.CtrTools;
import dev.nodeready.cri.CtrWords;
import dev.nodeready.cri.ImageInfo;
import dev.nodeready.cri.ImageLadder;
import dev.nodeready.cri.ImageListener;
import dev.nodeready.cri.ImageOutcome;
import dev.nodeready.cri.ImagePin;
import dev.nodeready.cri.ImageReference;
import dev.nodeready.cri.ImageSettings;
import dev.nodeready.cri.PullProgress;
import dev.nodeready.cri.ReadyRuntime.FlapListener;
import dev.nodeready.cri.RuntimeInfo;
import dev.nodeready.cri.SandboxReference;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Folders;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Trees;
import dev.nodeready.inputs.Inputs;
import dev.nodeready.net.RoutePause;
import dev.nodeready.ready.Background;
import dev.nodeready.retry.RetryPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sees to an image by the ladder of {@code cri}, with this machine's tools. */
public final class Images {
  /** Failures that a route or a name server may mend the moment that it comes. */
  private static final Set<Code> UNREACHED =
      Set.of(Code.IMAGE_REGISTRY_UNREACHABLE, Code.IMAGE_REGISTRY_UNKNOWN_HOST);

  private final Inputs inputs;
  private final RuntimeWait runtime;

  /** Images of this runtime. */
  public Images(Inputs inputs, RuntimeWait runtime) {
    this.inputs = inputs;
    this.runtime = runtime;
  }

  /**
   * The one that the runtime uses for sandboxes; asking it needs a runtime that answers.
   *
   * @throws FailureException when nothing tells
   */
  public SandboxReference sandbox(FlapListener step) throws InterruptedException {
    return SandboxReference.resolve(
        inputs.config().bootstrap().sandboxImage(), runtime.known(step), runtime::dump);
  }

  /**
   * Sees to it that an image is there.
   *
   * @param sandbox what the runtime uses
   * @param archives that may hold it
   * @throws FailureException when it cannot be had, or not in time
   */
  public ImageOutcome ensure(
      SandboxReference sandbox,
      String image,
      List<Path> archives,
      ImageListener listener,
      FlapListener step)
      throws InterruptedException {
    ImageLadder ladder =
        new ImageLadder(
            runtime.connection(),
            settings(sandbox.snapshotter(), archives),
            (reference, deadline) ->
                Background.start("credentials", () -> credentials(reference))
                    .await("credentials for " + reference, deadline),
            tools(),
            sandbox.root().isEmpty()
                ? PullProgress.UNKNOWN
                : new ContentIngest(Path.of(sandbox.root())),
            loss -> runtime.awaitAgain(step, loss),
            RoutePause.to(() -> List.of(registry(image)), Images::isUnreached),
            listener);
    try {
      return ladder.ensure(image, inputs.limits().total());
    } catch (FailureException e) {
      throw withBrokenFiles(e, image);
    }
  }

  /**
   * The sandbox image as the runtime, which has to answer, has it now.
   *
   * @param archives to look into; those that are not there are left out
   * @throws FailureException when nothing tells which image it is
   */
  public SandboxImage look(List<Path> archives, FlapListener step) throws InterruptedException {
    SandboxReference reference = sandbox(step);
    String name = ImageReference.full(reference.image());
    Optional<ImageInfo> known = runtime.connection().find(reference.image());
    boolean unpacked =
        known.isPresent()
            && (reference.snapshotter().isEmpty()
                || tools().isUnpacked(name, reference.snapshotter()));
    return new SandboxImage(
        reference, known, tools().stored(), unpacked, ArchiveFile.allOf(archives));
  }

  /**
   * Loads the sandbox image from an archive, and from nowhere else.
   *
   * @return whether the store has other content than before
   * @throws FailureException when the archive does not bring it
   */
  public boolean load(Path file, FlapListener step) throws InterruptedException {
    SandboxImage now = look(List.of(file), step);
    ArchiveFile archive = ArchiveFile.at(file);
    Optional<Failure> trouble = archive.failure(now.name());
    if (trouble.isPresent()) {
      throw trouble.get().asException();
    }
    if (now.isThere() && !now.differs(archive)) {
      return false;
    }
    ArchiveLoad.into(
        tools(),
        runtime.connection(),
        archive.content().orElseThrow(),
        now.reference(),
        inputs.limits().total());
    return true;
  }

  /**
   * Saves the sandbox image as an archive, whole or not at all.
   *
   * @param archive that becomes it; one that is there gives way
   * @throws FailureException when it cannot be saved, or what was saved is not sound
   */
  public void save(Path archive, FlapListener step) throws InterruptedException {
    List<String> hosts = EffectiveConfig.parse(runtime.dump()).registryFolders();
    String image = ImageReference.full(sandbox(step).image());
    Path beside = archive.resolveSibling("." + archive.getFileName() + ".nodeready-new");
    Folders.make(archive.toAbsolutePath().resolveSibling(""));
    try {
      tools().exportArchive(beside, image, hosts.isEmpty() ? "" : hosts.getFirst());
      String trouble = ArchiveFile.at(beside).trouble(image);
      if (!trouble.isEmpty()) {
        throw Failure.permanent(Code.IMAGE_ARCHIVE_BROKEN, "save " + image, trouble).asException();
      }
      Folders.putInPlace(beside, archive);
    } finally {
      Trees.removeOwn(beside, null);
    }
  }

  /**
   * Keeps an image from being collected as garbage.
   *
   * @throws FailureException when that cannot be told
   */
  public ImagePin.Result pin(String image) throws InterruptedException {
    return new ImagePin(runtime.endpoint(), tools()).pin(image, inputs.limits().total());
  }

  /** Whether the runtime, which has to answer, keeps images that are pinned. */
  public boolean canBePinned(FlapListener step) throws InterruptedException {
    RuntimeInfo known = runtime.known(step);
    ProgramVersion version = ProgramVersion.find(known.version());
    return !known.name().equals("containerd") || !version.known() || version.atLeast(1, 7);
  }

  private static URI registry(String image) {
    return URI.create("https://" + ImageReference.host(image));
  }

  private static boolean isUnreached(Failure failure) {
    return UNREACHED.contains(failure.code());
  }

  private Optional<Credentials> credentials(String reference) throws InterruptedException {
    return inputs
        .platform()
        .credentials(inputs.config(), reference)
        .map(given -> new Credentials(given.username(), given.password()));
  }

  /** containerd goes past a broken hosts.toml in silence, and fails at what comes behind it. */
  private FailureException withBrokenFiles(FailureException e, String image)
      throws InterruptedException {
    Failure failure = e.failure();
    if (!failure.code().area().equals("IMAGE")) {
      return e;
    }
    try {
      EffectiveConfig config = EffectiveConfig.parse(runtime.dump());
      List<Failure> broken =
          RegistryHosts.of(inputs.root(), config).problems(ImageReference.host(image));
      return broken.isEmpty() ? e : with(failure, broken).asException(e);
    } catch (FailureException unknown) {
      return e;
    }
  }

  private static Failure with(Failure failure, List<Failure> broken) {
    StringBuilder happened = new StringBuilder(failure.happened());
    for (Failure one : broken) {
      happened.append("; it could not ").append(one.tried()).append(": ").append(one.happened());
    }
    return new Failure(
        failure.code(),
        failure.permanent(),
        failure.tried(),
        happened.toString(),
        broken.getFirst().remedy() + "; " + failure.remedy());
  }

  private CtrTools tools() throws InterruptedException {
    return new CtrTools(this::run, new CtrWords("ctr", runtime.endpoint()));
  }

  private CtrTools.Ended run(Duration limit, List<String> words) throws InterruptedException {
    var result = inputs.fetching().run(limit, words);
    return new CtrTools.Ended(result.exitCode(), result.output(), result.errors());
  }

  private ImageSettings settings(String snapshotter, List<Path> archives)
      throws InterruptedException {
    Bootstrap bootstrap = inputs.config().bootstrap();
    return new ImageSettings(
        archives,
        policy(inputs.limits().image(), bootstrap.retry()),
        bootstrap.pullTimeout(),
        bootstrap.pullStall(),
        snapshotter,
        snapshotter.equals(Soci.SNAPSHOTTER));
  }

  /**
   * How pulls are repeated. What is out of bounds is moved to the nearest; the check of the
   * configuration tells of it.
   */
  public static RetryPolicy policy(Duration budget, Bootstrap.Pauses pauses) {
    Duration first = pauses.first();
    Duration longest = pauses.longest().compareTo(first) < 0 ? first : pauses.longest();
    double factor = pauses.factor() >= 1 ? Math.min(pauses.factor(), 100) : 1;
    return new RetryPolicy(budget, first, longest, factor, pauses.jitter());
  }
}
