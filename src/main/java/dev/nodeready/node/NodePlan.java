package dev.nodeready.node;

import dev.nodeready.failure.Failure;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.UnitAction;
import dev.nodeready.supervise.UnitRun;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run would change, without changing it.
 *
 * @param files that would be written or removed
 * @param left files of earlier runs that somebody edited, so that they would stay
 * @param units by name, those that would be started or restarted
 * @param drift where the machine runs with something else than its files say; only looked for
 *     against the live machine
 * @param warnings of the desired node
 */
public record NodePlan(
    List<FileChange> files,
    List<String> left,
    Map<String, UnitAction> units,
    List<String> drift,
    List<Failure> warnings) {
  /**
   * Plans a run.
   *
   * @param node already migrated
   * @param runs the present run of a unit; empty where it does not run
   */
  public static NodePlan of(Root root, DesiredNode node, Function<String, Optional<UnitRun>> runs) {
    FileStore store = new FileStore(root);
    Manifest manifest = new Manifest(root);
    List<FileChange> files = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (RenderedFile file : node.files()) {
      if (!store.isSame(file)) {
        files.add(FileChange.write(root, file));
      }
    }
    for (String path : manifest.obsolete(node.files())) {
      if (manifest.isAsWritten(path)) {
        files.add(FileChange.remove(root, path));
      } else if (Files.exists(root.at(path))) {
        left.add(path);
      }
    }
    return new NodePlan(
        List.copyOf(files),
        List.copyOf(left),
        units(new UnitLedger(root, store), node, files, runs),
        List.of(),
        node.warnings());
  }

  /** The same plan with what was found on the live machine. */
  public NodePlan withDrift(List<String> found) {
    return new NodePlan(files, left, units, List.copyOf(found), warnings);
  }

  /** The same plan where units are someone else's: nothing is known of them, nor done. */
  public NodePlan withoutUnits() {
    return new NodePlan(files, left, Map.of(), drift, warnings);
  }

  /** Whether a run would change nothing, and the machine runs with what its files say. */
  public boolean isEmpty() {
    return files.isEmpty() && units.isEmpty() && drift.isEmpty();
  }

  /** For people: a diff for each file, then what happens to units. */
  public String toText() {
    StringBuilder out = new StringBuilder();
    for (FileChange file : files) {
      out.append(verb(file.kind())).append(' ').append(file.path()).append('\n');
      out.append(file.diff());
    }
    left.forEach(path -> out.append("leave ").append(path).append(": somebody edited it\n"));
    units.forEach((unit, action) ->
        out.append(action.kind() == UnitAction.Kind.START ? "start " : "restart ")
            .append(unit)
            .append(": ")
            .append(action.because())
            .append('\n'));
    drift.forEach(line -> out.append("drift: ").append(line).append('\n'));
    warnings.forEach(warning -> out.append("warning: ").append(warning.toLine()).append('\n'));
    return isEmpty() ? out + "nothing to change\n" : out.toString();
  }

  /** For programs. */
  public Map<String, Object> members() {
    List<Object> changes = new ArrayList<>();
    for (FileChange file : files) {
      changes.add(object("path", file.path(), "action", verb(file.kind()), "diff", file.diff()));
    }
    List<Object> actions = new ArrayList<>();
    units.forEach((unit, action) ->
        actions.add(
            object(
                "unit",
                unit,
                "action",
                action.kind() == UnitAction.Kind.START ? "start" : "restart",
                "because",
                action.because())));
    return object(
        "changes",
        !isEmpty(),
        "files",
        changes,
        "left",
        left,
        "units",
        actions,
        "drift",
        drift,
        "warnings",
        warnings.stream().map(Failure::members).toList());
  }

  private static Map<String, UnitAction> units(
      UnitLedger ledger,
      DesiredNode node,
      List<FileChange> files,
      Function<String, Optional<UnitRun>> runs) {
    List<String> changing = files.stream().map(FileChange::path).toList();
    DigestList wanted = NodeFiles.digests(node);
    Map<String, UnitAction> units = new LinkedHashMap<>();
    for (UnitInputs unit : node.units()) {
      UnitAction action = ledger.decide(unit, wanted, changing, runs.apply(unit.unit()));
      if (action.needed()) {
        units.put(unit.unit(), action);
      }
    }
    return units;
  }

  private static String verb(FileChange.Kind kind) {
    return switch (kind) {
      case CREATE -> "create";
      case CHANGE -> "change";
      case MODE -> "change the mode of";
      case REMOVE -> "remove";
    };
  }

  private static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      object.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    return object;
  }
}
