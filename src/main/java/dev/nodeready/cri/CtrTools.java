package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@link ImageTools} by containerd's own command-line program. */
public final class CtrTools implements ImageTools {
  private static final Duration QUICK = Duration.ofSeconds(15);
  private static final Duration IMPORT = Duration.ofMinutes(3);
  private static final int LAST_WORDS = 500;

  /** A machine has a handful. */
  private static final int MOST_NAMESPACES = 8;

  private final Runner runner;
  private final CtrWords words;

  /** Runs a program to its end. */
  @FunctionalInterface
  public interface Runner {
    /**
     * Runs it.
     *
     * @throws FailureException when it cannot be started or takes longer
     * @throws InterruptedException when the boot is being stopped
     */
    Ended run(Duration limit, List<String> words) throws InterruptedException;
  }

  /** What a program left behind. */
  public record Ended(int exitCode, String output, String errors) {}

  /**
   * Tools for one runtime.
   *
   * @param words how to call the program, see {@link CtrWords}
   */
  public CtrTools(Runner runner, CtrWords words) {
    this.runner = runner;
    this.words = words;
  }

  @Override
  public void importArchive(Path archive, String snapshotter) throws InterruptedException {
    String help = run(QUICK, words.importHelp()).output();
    run(IMPORT, words.importArchive(archive, snapshotter, help));
  }

  @Override
  public Set<String> names() throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    for (String line : run(QUICK, words.names()).output().split("\n", -1)) {
      if (!line.isBlank()) {
        names.add(line.strip());
      }
    }
    return names;
  }

  /**
   * What the store has, in every namespace.
   *
   * @return by name in the order of the namespaces, CRI's first
   */
  public List<StoredImage> stored() throws InterruptedException {
    List<String> namespaces = new ArrayList<>(List.of(CtrWords.NAMESPACE));
    run(QUICK, words.namespaces())
        .output()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !namespaces.contains(line))
        .limit(MOST_NAMESPACES)
        .forEach(namespaces::add);
    List<StoredImage> stored = new ArrayList<>();
    for (String namespace : namespaces) {
      stored.addAll(
          StoredImage.parse(namespace, run(QUICK, words.list(namespace)).output().lines()));
    }
    return stored;
  }

  /**
   * Saves an image with all of its content; what the store has not kept is got from its registry.
   *
   * @param name in full
   * @param hosts the folder of settings for registries; empty where there is none
   */
  public void exportArchive(Path archive, String name, String hosts) throws InterruptedException {
    List<String> export =
        words.exportArchive(archive, name, run(QUICK, words.exportHelp()).output());
    Ended ended = runner.run(IMPORT, export);
    if (ended.exitCode() == 0) {
      return;
    }
    FailureException cause = failed(export, ended);
    if (!cause.failure().happened().contains("not found")) {
      throw cause;
    }
    // CRI throws packed layers away, as nodeadm's configuration has it.
    if (ImageReference.isLocal(name)) {
      throw discarded(name, "it is in no registry", cause);
    }
    try {
      run(IMPORT, words.fetch(name, hosts));
    } catch (FailureException e) {
      throw discarded(name, "they cannot be fetched anew: " + e.failure().happened(), e);
    }
    run(IMPORT, export);
  }

  private static FailureException discarded(String name, String why, FailureException cause) {
    return Failure.permanent(
            Code.IMAGE_LAYERS_DISCARDED,
            "save " + name,
            "containerd has its layers unpacked alone (discard_unpacked_layers), and " + why,
            Code.IMAGE_LAYERS_DISCARDED.remedy())
        .asException(cause);
  }

  @Override
  public boolean isUnpacked(String name, String snapshotter) throws InterruptedException {
    return run(QUICK, words.check(name, snapshotter))
        .output()
        .lines()
        .anyMatch(line -> line.startsWith(name + " ") && line.strip().endsWith(" true"));
  }

  @Override
  public void tag(String from, String to) throws InterruptedException {
    run(QUICK, words.tag(from, to));
  }

  @Override
  public void remove(Set<String> names) throws InterruptedException {
    run(QUICK, words.remove(names));
  }

  @Override
  public void pin(String name) throws InterruptedException {
    run(QUICK, words.pin(name));
  }

  private Ended run(Duration limit, List<String> command) throws InterruptedException {
    Ended ended = runner.run(limit, command);
    if (ended.exitCode() != 0) {
      throw failed(command, ended);
    }
    return ended;
  }

  private static FailureException failed(List<String> command, Ended ended) {
    String said = (ended.errors().isBlank() ? ended.output() : ended.errors()).strip();
    String last =
        said.length() <= LAST_WORDS ? said : "…" + said.substring(said.length() - LAST_WORDS);
    boolean full = last.contains("no space left on device");
    return new Failure(
            full ? Code.IMAGE_DISK_FULL : Code.IMAGE_TOOL_FAILED,
            full,
            "run " + String.join(" ", command),
            "it ended with " + ended.exitCode() + ": " + last,
            full
                ? Code.IMAGE_DISK_FULL.remedy()
                : Code.IMAGE_TOOL_FAILED.remedy("COMMAND", String.join(" ", command)))
        .asException();
  }
}
