package dev.nodeready.disks;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Folders;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has folders lie on another file system, which is mounted, with all that they hold. See {@link
 * MovePlan} for why nothing is lost wherever it is cut off.
 */
public final class Moves {
  /** Where copies lie until they are whole, and what was found in their place. */
  static final String ASIDE = ".nodeready";

  /** So often a daemon may start behind our back before we give up. */
  private static final int ATTEMPTS = 3;

  private static final Duration REMOVAL = Duration.ofHours(1);

  private final Root root;
  private final Tools tools;
  private final Daemons daemons;
  private final MountUnits units;
  private final TreeCopy copies;
  private final Writers writers;
  private final Time time;

  /** Moves on this machine. */
  Moves(Root root, Tools tools, Time time) {
    this.root = root;
    this.tools = tools;
    this.time = time;
    daemons = new Daemons(root, tools);
    units = new MountUnits(root, tools);
    copies = new TreeCopy(tools, time);
    writers = new Writers(root);
  }

  /**
   * One folder.
   *
   * @param target the folder, as on the machine
   * @param on the mount point of the file system that it is to lie on
   * @param base its name there; empty for the whole file system
   * @param whole whether all that may lie in its place is whole, whoever says so
   */
  public record Move(String target, String on, String base, boolean whole) {
    String place() {
      return base.isEmpty() ? on : on + "/" + base;
    }

    /** Which folder of the file system, mounted so, a mount of its place shows. */
    private String shown(MountTable.Entry fs) {
      String prefix = fs.root().equals("/") ? "" : fs.root();
      return base.isEmpty() ? fs.root() : prefix + "/" + base;
    }
  }

  /**
   * Carries them out.
   *
   * @return what was done and what needs a look
   * @throws FailureException when one cannot be carried out; those before it are
   */
  Report carryOut(List<Move> moves) throws InterruptedException {
    Report report = new Report();
    Map<Move, MovePlan> plans = new LinkedHashMap<>();
    for (Move move : moves) {
      note(move, planOf(move), plans, report);
    }
    if (plans.isEmpty()) {
      startAgain(report);
      return report;
    }
    Map<Move, TreeCopy.Size> sizes = sizes(plans);
    boolean whole = false;
    try {
      daemons.stop();
      prepare(plans, report);
      for (Map.Entry<Move, MovePlan> one : plans.entrySet()) {
        Optional<String> writer = writers.below(root.at(one.getKey().target()));
        if (writer.isPresent()) {
          report.needsALook(inUse(one.getKey(), writer.get()));
        } else if (planOf(one.getKey()) instanceof MovePlan.Stay stay) {
          // A pod may have come between the look and the end of the daemons.
          report.needsALook(inUse(one.getKey(), stay.why()));
        } else {
          carryOut(one.getKey(), one.getValue(), sizes, report);
        }
      }
      whole = true;
    } finally {
      if (whole) {
        startAgain(report);
      } else {
        // What went wrong before is what counts.
        daemons.letStart();
      }
    }
    return report;
  }

  private void carryOut(Move move, MovePlan plan, Map<Move, TreeCopy.Size> sizes, Report report)
      throws InterruptedException {
    if (plan instanceof MovePlan.Copy) {
      copy(move, sizes);
    }
    boolean hidden = plan instanceof MovePlan.Mount && !isEmpty(root.at(move.target()));
    mount(move, plan);
    report.did(move.target() + " lies on " + move.on());
    if (hidden) {
      report.is("what is there goes before what " + move.target() + " held, which stays below it");
    }
  }

  private static boolean isEmpty(Path folder) {
    return Folders.list(folder, "").isEmpty();
  }

  private static Failure inUse(Move move, String why) {
    return Failure.passing(
        Code.HOST_DISKS_IN_USE,
        "move " + move.target() + " to " + move.on(),
        why + ", so it stays where it is");
  }

  private void startAgain(Report report) throws InterruptedException {
    daemons
        .startAgain()
        .map(
            words -> Failure.passing(Code.HOST_DISKS_DAEMON, "start what was stopped again", words))
        .ifPresent(report::needsALook);
  }

  private static void note(Move move, MovePlan plan, Map<Move, MovePlan> plans, Report report) {
    switch (plan) {
      case MovePlan.Done _ -> report.is(move.target() + " lies on " + move.on());
      case MovePlan.Others others ->
          report.is(move.target() + " is mounted from " + others.by() + " and stays so");
      case MovePlan.Stay stay -> report.needsALook(inUse(move, stay.why()));
      case MovePlan.Mount _, MovePlan.Copy _ -> plans.put(move, plan);
    }
  }

  /** What would be moved, for people. */
  String said(String target) throws InterruptedException {
    Path folder = root.at(target);
    Optional<MountTable.Entry> mount = MountTable.read().at(folder.toString());
    if (mount.isPresent()) {
      return target + " is mounted from " + mount.get().source() + mount.get().root() + " already";
    }
    long bytes = Files.isDirectory(folder) ? copies.size(folder).bytes() : 0;
    return target + " is moved, which are " + Bytes.words(bytes);
  }

  private MovePlan planOf(Move move) {
    MountTable table = MountTable.read();
    String on = root.at(move.on()).toString();
    String target = root.at(move.target()).toString();
    MountTable.Entry fs = table.at(on).orElseThrow(() -> notMounted(move.on()).asException());
    List<String> inside = new ArrayList<>(table.below(target));
    inside.addAll(table.layeredOn(target));
    // containerd's own while it unpacks an image: they end with it.
    inside.removeIf(point -> point.contains("/tmpmounts/"));
    return MovePlan.of(
        new MovePlan.State(
            table.at(target),
            new MovePlan.Wanted(fs.device(), move.shown(fs)),
            Files.isDirectory(root.at(move.place())),
            move.whole() || units.whatFor(move.target()).equals(move.place()),
            leads(root.at(move.target())),
            inside));
  }

  private static Failure notMounted(String on) {
    return Failure.passing(
        Code.HOST_DISKS_MOUNT_FAILED,
        "use " + on,
        "nothing is mounted there",
        Code.HOST_DISKS_MOUNT_FAILED.remedy("UNIT", MountUnit.nameOf(on)));
  }

  private static Optional<String> leads(Path target) {
    try {
      Path real = Files.exists(target) ? target.toRealPath() : target;
      return real.equals(target) ? Optional.empty() : Optional.of(real.toString());
    } catch (IOException e) {
      return Optional.of("a place that cannot be read (" + Words.of(e) + ")");
    }
  }

  /** Of all at once: half of the folders on the disks would help nobody. */
  private Map<Move, TreeCopy.Size> sizes(Map<Move, MovePlan> plans) throws InterruptedException {
    Map<Move, TreeCopy.Size> sizes = new LinkedHashMap<>();
    Map<String, TreeCopy.Size> sums = new LinkedHashMap<>();
    for (Map.Entry<Move, MovePlan> one : plans.entrySet()) {
      Move move = one.getKey();
      if (one.getValue() instanceof MovePlan.Copy) {
        removeHalves(move);
        Folders.make(root.at(move.target()));
        TreeCopy.Size size = copies.size(root.at(move.target()));
        sizes.put(move, size);
        sums.merge(move.on(), size, TreeCopy.Size::plus);
      }
    }
    sums.forEach((on, sum) -> TreeCopy.room(sum, root.at(on)));
    return sizes;
  }

  /**
   * Has the units there before anything that they mount: a place of which no unit tells is none.
   */
  private void prepare(Map<Move, MovePlan> plans, Report report) throws InterruptedException {
    for (Map.Entry<Move, MovePlan> one : plans.entrySet()) {
      if (one.getValue() instanceof MovePlan.Copy copy && copy.setAside()) {
        setAside(one.getKey(), report);
      }
    }
    units.enable(plans.keySet().stream().map(Moves::unit).toList());
  }

  private void setAside(Move move, Report report) {
    Path aside = root.at(move.on() + "/" + ASIDE);
    Folders.make(aside);
    Path kept = aside.resolve(move.base() + ".found-" + time.now().toEpochMilli());
    Folders.rename(root.at(move.place()), kept);
    report.did("what was found in " + move.place() + " is kept in " + root.nameOf(kept));
  }

  private static MountUnit unit(Move move) {
    return MountUnit.bind(move.place(), move.target());
  }

  private void copy(Move move, Map<Move, TreeCopy.Size> sizes) throws InterruptedException {
    Path aside = root.at(move.on() + "/" + ASIDE);
    Folders.make(aside);
    Path half = half(aside, move);
    int attempt = 1;
    do {
      if (attempt > 1) {
        removeHalves(move);
        half = half(aside, move);
      }
      copies.copy(root.at(move.target()), half, sizes.getOrDefault(move, new TreeCopy.Size(0)));
    } while (isUsedAgain(move) && attempt++ < ATTEMPTS);
    if (attempt > ATTEMPTS) {
      throw Failure.passing(
              Code.HOST_DISKS_DAEMON,
              "move " + move.target(),
              "somebody starts the daemons that use it again and again")
          .asException();
    }
    Folders.rename(half, root.at(move.place()));
  }

  /** What was written meanwhile may be missing in the copy. */
  private boolean isUsedAgain(Move move) throws InterruptedException {
    return daemons.stop() || writers.below(root.at(move.target())).isPresent();
  }

  /** No two runs share a name: nothing that is left of one may get into the other's. */
  private Path half(Path aside, Move move) {
    return aside.resolve(move.base() + ".half-" + time.now().toEpochMilli());
  }

  private void removeHalves(Move move) throws InterruptedException {
    Path aside = root.at(move.on() + "/" + ASIDE);
    for (Path half : Folders.list(aside, move.base() + ".half-")) {
      tools.run(REMOVAL, "rm", "-rf", "--one-file-system", "--", half.toString());
    }
  }

  /** A switch that does not come about is taken back: nobody has written to the place yet. */
  private void mount(Move move, MovePlan plan) throws InterruptedException {
    try {
      Folders.make(root.at(move.target()));
      units.start(unit(move));
      if (!(planOf(move) instanceof MovePlan.Done)) {
        throw notMounted(move.target()).asException();
      }
    } catch (FailureException e) {
      takeBack(move, plan);
      throw e;
    }
  }

  private void takeBack(Move move, MovePlan plan) {
    boolean shown = planOf(move) instanceof MovePlan.Done;
    if (plan instanceof MovePlan.Copy && !shown) {
      Path aside = root.at(move.on() + "/" + ASIDE);
      Folders.rename(root.at(move.place()), half(aside, move));
    }
  }
}
