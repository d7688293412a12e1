package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.CrashingStore;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.supervise.UnitAction.Kind;
import dev.nodeready.supervise.UnitRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at every file operation, one after the other, and the next run finishes. */
class CrashTest {
  private static final UnitRun RUN = new UnitRun("before", Optional.empty());
  private static final DesiredNode OLD =
      DesiredNode.of(
          Nodes.config("", Map.of("maxPods", 20L), List.of()),
          Map.of("kubelet", Map.of("A", "1"), "default", Map.of("B", "2")),
          Nodes.EC2,
          Nodes.FACTS);
  private static final DesiredNode NEW =
      DesiredNode.of(
          Nodes.config("version = 2\n[grpc]\nuid = 7\n", Map.of(), List.of("--v=4")),
          Map.of("kubelet", Map.of("PASSWORD", "hush")),
          Nodes.EC2,
          Nodes.FACTS);

  @TempDir Path folder;

  @Test
  void a_crash_at_any_file_operation_leaves_whole_files_and_the_next_run_finishes() {
    Root counted = fresh("count");
    int operations =
        CrashingStore.count(counted, store -> new Converge(counted, NEW, store).applyFiles());
    assertThat(operations).isGreaterThan(40);
    for (int dies = 1; dies <= operations; dies++) {
      Root root = fresh("crash-" + dies);
      crash(root, dies);
      assertEachFileIsOldOrNew(root, dies);
      assertTheNextRunFinishes(root, dies);
    }
  }

  @Test
  void a_crash_on_an_empty_machine_leaves_nothing_half_written() {
    Root counted = new Root(folder.resolve("empty"));
    int operations =
        CrashingStore.count(counted, store -> new Converge(counted, NEW, store).applyFiles());
    for (int dies = 1; dies <= operations; dies += 7) {
      Root root = new Root(folder.resolve("empty-" + dies));
      crash(root, dies);
      assertEachFileIsOldOrNew(root, dies);
      assertTheNextRunFinishes(root, dies);
    }
  }

  private Root fresh(String name) {
    Root root = new Root(folder.resolve(name));
    Converge run = quick(root, OLD);
    run.applyFiles();
    run.daemonReloaded();
    run.started(NodeUnits.CONTAINERD, RUN);
    run.started(NodeUnits.KUBELET, RUN);
    return root;
  }

  /** Without fsync, which is not what this is about. */
  private static Converge quick(Root root, DesiredNode node) {
    return new Converge(root, node, new FileStore(root).volatileCopy());
  }

  private static void crash(Root root, int dies) {
    try {
      new Converge(root, NEW, CrashingStore.before(dies, root)).applyFiles();
      throw new AssertionError("no crash at operation " + dies);
    } catch (CrashingStore.Crash expected) {
      assertThat(expected).isNotNull();
    }
  }

  private static void assertEachFileIsOldOrNew(Root root, int dies) {
    Map<String, Set<String>> allowed = new HashMap<>();
    for (DesiredNode node : List.of(OLD, NEW)) {
      for (RenderedFile file : node.files()) {
        allowed.computeIfAbsent(file.path(), p -> new HashSet<>()).add(file.text());
      }
    }
    allowed.forEach((path, texts) -> {
      if (Files.exists(root.at(path))) {
        assertThat(texts).as(path + " after operation " + dies).contains(read(root.at(path)));
      }
    });
  }

  private static void assertTheNextRunFinishes(Root root, int dies) {
    Converge next = quick(root, NEW);
    next.applyFiles();
    for (RenderedFile file : NEW.files()) {
      assertThat(read(root.at(file.path()))).isEqualTo(file.text());
    }
    assertThat(temporariesBelow(root)).as("left after operation " + dies).isEmpty();
    assertThat(root.at(EnvironmentDropIns.DEFAULT)).doesNotExist();
    assertThat(next.daemonReloadPending()).as("reload after operation " + dies).isTrue();
    for (String unit : List.of(NodeUnits.CONTAINERD, NodeUnits.KUBELET)) {
      assertThat(next.actionFor(unit, Optional.of(RUN)).kind())
          .as(unit + " after operation " + dies)
          .isEqualTo(Kind.RESTART);
    }
    assertThat(quick(root, NEW).applyFiles().changed()).isFalse();
  }

  private static List<Path> temporariesBelow(Root root) {
    try (var all = Files.walk(root.folder())) {
      return all.filter(file -> file.toString().endsWith(".nodeready-new")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
