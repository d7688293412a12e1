package dev.nodeready.cri;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@link ImageTools} by containerd's own command-line program. */
public final class CtrTools implements ImageTools {
  private static final Duration QUICK = Duration.ofSeconds(15);
  private static final Duration IMPORT = Duration.ofMinutes(3);
  private static final int LAST_WORDS = 500;

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
