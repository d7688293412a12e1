package dev.nodeready.disks;

import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemons that use the folders. Those that run are stopped while folders move, and started
 * again whatever happens: who they are is written down first, so that the next run, or the unit's
 * end, starts them where this one is killed. The list is of this boot; after a reboot systemd
 * starts them by itself.
 */
public final class Daemons {
  /** One unit a line. */
  public static final String LIST = "/run/nodeready/disks.stopped";

  private static final Logger LOG = LoggerFactory.getLogger(Daemons.class);

  /** In the order in which they stop: who uses another one goes first. */
  private static final List<String> UNITS =
      List.of("kubelet.service", "containerd.service", "soci-snapshotter.service");

  private static final Set<String> RUNNING =
      Set.of("active", "activating", "reloading", "deactivating");

  private static final Duration STOP = Duration.ofMinutes(3);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration ASK = Duration.ofSeconds(30);

  private final Root root;
  private final Tools tools;
  private final FileStore files;

  Daemons(Root root, Tools tools) {
    this.root = root;
    this.tools = tools;
    files = new FileStore(root).volatileCopy();
  }

  /**
   * Stops those that run.
   *
   * @return whether one did
   * @throws FailureException with code {@code HOST_DISKS_TOOL_FAILED} when one does not stop
   */
  boolean stop() throws InterruptedException {
    Set<String> stopped = new LinkedHashSet<>(listed());
    List<String> running = running();
    if (running.isEmpty()) {
      return false;
    }
    stopped.addAll(running);
    files.apply(RenderedFile.text(LIST, String.join("\n", stopped) + "\n"));
    LOG.info("stopping {} while folders move", String.join(", ", running));
    List<String> words = new ArrayList<>(List.of("systemctl", "stop"));
    words.addAll(running);
    tools.run(STOP, words);
    return true;
  }

  /** One word a line for each unit that is asked for. */
  private List<String> running() throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("systemctl", "is-active"));
    words.addAll(UNITS);
    Commands.Result result = tools.attempt(ASK, words.toArray(String[]::new));
    List<String> states = result.output().lines().map(String::strip).toList();
    if (states.size() < UNITS.size()) {
      // No answer is not the answer that nothing runs.
      throw Tools.failed(words, result).asException();
    }
    List<String> running = new ArrayList<>();
    for (int at = 0; at < UNITS.size(); at++) {
      if (RUNNING.contains(states.get(at))) {
        running.add(UNITS.get(at));
      }
    }
    return running;
  }

  /**
   * Starts again those that were stopped, by this run or one that was killed.
   *
   * @return what did not start, and why; empty where all did
   */
  Optional<String> startAgain() throws InterruptedException {
    List<String> units = listed();
    if (units.isEmpty()) {
      return Optional.empty();
    }
    Commands.Result result = tools.attempt(START, start(units));
    files.remove(LIST);
    return result.ok() ? Optional.empty() : Optional.of(result.lastWords());
  }

  /** The same, without a wait: whoever is being stopped has no time for one. */
  void letStart() throws InterruptedException {
    List<String> units = listed();
    try {
      if (!units.isEmpty() && tools.attempt(ASK, start(units, "--no-block")).ok()) {
        files.remove(LIST);
      }
    } catch (FailureException e) {
      // The list stays: the end of the unit, or the next run, goes by it.
      LOG.warn("{} were not started again: {}", units, e.failure().happened());
    }
  }

  private static String[] start(List<String> units, String... options) {
    List<String> words = new ArrayList<>(List.of("systemctl", "start"));
    words.addAll(List.of(options));
    words.addAll(units);
    return words.toArray(String[]::new);
  }

  private List<String> listed() {
    Path list = root.at(LIST);
    try {
      return Files.exists(list)
          ? Files.readAllLines(list).stream().filter(UNITS::contains).toList()
          : List.of();
    } catch (IOException e) {
      LOG.warn("which daemons an earlier run stopped is not known: {}", Words.of(e, ""));
      return List.of();
    }
  }
}
