package dev.nodeready.node;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Proves which inputs each unit was started with. {@code /run/nodeready/units/UNIT} holds the run's
 * id and the digests of its inputs at that time, {@code UNIT.stale} the inputs that changed and
 * were not yet followed by a start that we know of, and when the last of them was written. Both are
 * gone after a reboot, as the runs are.
 */
final class UnitLedger {
  static final String FOLDER = "/run/nodeready/units/";
  private static final String RUN = "run ";

  /** Nanoseconds of the monotonic clock, which no time server sets. */
  private static final String WRITTEN = "written ";

  private final Root root;
  private final FileStore store;
  private final Time time = Time.SYSTEM;

  UnitLedger(Root root, FileStore store) {
    this.root = root;
    this.store = store.volatileCopy();
  }

  /** Notes, before they are written, that inputs of a unit change. */
  void willChange(UnitInputs unit, Collection<String> paths) {
    List<String> changing = unit.paths().stream().filter(paths::contains).toList();
    if (!changing.isEmpty()) {
      SequencedSet<String> all = new LinkedHashSet<>(stale(unit));
      all.addAll(changing);
      store.apply(RenderedFile.text(stalePlace(unit), String.join("\n", all) + "\n"));
    }
  }

  /** Notes that all that was going to change is written: whoever starts from now on reads it. */
  void haveChanged(UnitInputs unit) {
    List<String> lines = lines(stalePlace(unit));
    if (!lines.isEmpty() && !lines.getLast().startsWith(WRITTEN)) {
      String text = String.join("\n", lines) + "\n" + WRITTEN + time.nanos() + "\n";
      store.apply(RenderedFile.text(stalePlace(unit), text));
    }
  }

  /** Notes that a unit was started with what is on disk now. */
  void started(UnitInputs unit, UnitRun run) {
    store.apply(
        RenderedFile.text(
            FOLDER + unit.unit(), RUN + run.invocation() + "\n" + onDisk(unit).text()));
    store.remove(stalePlace(unit));
  }

  /**
   * What has to be done about a unit.
   *
   * @param wanted digests of its inputs as they have to be
   * @param changing inputs that are not yet as they have to be
   */
  UnitAction decide(
      UnitInputs unit, DigestList wanted, Collection<String> changing, Optional<UnitRun> run) {
    if (run.isEmpty()) {
      return unit.mustRun()
          ? new UnitAction(UnitAction.Kind.START, "it is not running")
          : UnitAction.none("it is not running and need not");
    }
    if (knows(unit, run.get())) {
      return byDigests(unit, wanted, changing);
    }
    List<String> changed = new ArrayList<>();
    if (!startedBehindAll(unit, run.get().since())) {
      changed.addAll(stale(unit));
    }
    unit.paths().stream().filter(p -> changing.contains(p)).forEach(changed::add);
    if (!changed.isEmpty()) {
      return UnitAction.restart("changed since it started: " + String.join(", ", changed));
    }
    return byTime(unit, wanted, run.get().since());
  }

  /** Such as containerd, which systemd starts at boot as soon as its files are written. */
  private boolean startedBehindAll(UnitInputs unit, Optional<Instant> since) {
    List<String> lines = lines(stalePlace(unit));
    if (since.isEmpty() || lines.isEmpty() || !lines.getLast().startsWith(WRITTEN)) {
      return false;
    }
    Duration age = Duration.between(since.get(), time.now());
    Duration started = Duration.ofNanos(time.nanos()).minus(age);
    try {
      long written = Long.parseLong(lines.getLast().substring(WRITTEN.length()));
      return started.compareTo(Duration.ofNanos(written)) > 0;
    } catch (NumberFormatException e) {
      // Another version's: what it does not prove has changed since.
      return false;
    }
  }

  /** Whether the ledger has this very run. */
  private boolean knows(UnitInputs unit, UnitRun run) {
    List<String> lines = lines(FOLDER + unit.unit());
    return !lines.isEmpty() && lines.getFirst().equals(RUN + run.invocation());
  }

  private UnitAction byDigests(UnitInputs unit, DigestList wanted, Collection<String> changing) {
    DigestList then = DigestList.load(root, FOLDER + unit.unit());
    List<String> other = new ArrayList<>();
    for (String path : unit.paths()) {
      boolean same =
          wanted.paths().contains(path)
              ? wanted.sharesWith(then, path)
              : then.has(path, Digests.ABSENT) || staysThere(path, changing);
      if (!same) {
        other.add(path);
      }
    }
    return other.isEmpty()
        ? UnitAction.none("its inputs are those that it was started with")
        : UnitAction.restart("started with other content of " + String.join(", ", other));
  }

  /** A file that is not ours, such as a kubeconfig that kubelet wrote itself. */
  private boolean staysThere(String path, Collection<String> changing) {
    return Files.exists(root.at(path)) && !changing.contains(path);
  }

  /** A run that we did not start: none of our files may have been written since it began. */
  private UnitAction byTime(UnitInputs unit, DigestList wanted, Optional<Instant> since) {
    List<String> newer = new ArrayList<>();
    for (String path : unit.paths()) {
      if (wanted.paths().contains(path)
          && since.isPresent()
          && modified(path).isAfter(since.get())) {
        newer.add(path);
      }
    }
    return newer.isEmpty()
        ? UnitAction.none("its inputs are older than its start")
        : UnitAction.restart("written after it started: " + String.join(", ", newer));
  }

  private Instant modified(String path) {
    try {
      Path place = root.at(path);
      return Files.exists(place) ? Files.getLastModifiedTime(place).toInstant() : Instant.MIN;
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  private DigestList onDisk(UnitInputs unit) {
    DigestList list = new DigestList();
    for (String path : unit.paths()) {
      list.add(path, Digests.onDisk(root, path));
    }
    return list;
  }

  private List<String> stale(UnitInputs unit) {
    return lines(stalePlace(unit)).stream().filter(line -> !line.startsWith(WRITTEN)).toList();
  }

  private static String stalePlace(UnitInputs unit) {
    return FOLDER + unit.unit() + ".stale";
  }

  private List<String> lines(String path) {
    try {
      Path place = root.at(path);
      return Files.isRegularFile(place) ? Files.readAllLines(place) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
