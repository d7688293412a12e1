package dev.nodeready.fleet;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.report.BootRecord.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the boots of this machine ended since its image was made, and how long the last ones that
 * became Ready took to it. On a disk that was cloned it is that of another machine, and begins
 * anew; what cannot be read of it counts for nothing.
 *
 * @param boots by how they ended
 * @param ready times to Ready, the latest last; 20 at most
 */
record History(Map<State, Long> boots, List<Duration> ready) {
  static final String FILE = "/var/lib/nodeready/history";

  private static final Logger LOG = LoggerFactory.getLogger("boot");
  private static final int MOST_BYTES = 4096;
  private static final int MOST_TIMES = 20;
  private static final int FEWEST_TIMES = 3;
  private static final String MACHINE = "machine=";
  private static final String READY = "ready=";

  /** How a boot can end. */
  static final List<State> ENDS =
      List.of(State.SUCCEEDED, State.DEGRADED, State.FAILED, State.STOPPED);

  History {
    boots = Map.copyOf(boots);
    ready = List.copyOf(ready.subList(Math.max(0, ready.size() - MOST_TIMES), ready.size()));
  }

  /** That of the machine below a root. */
  static History of(Root root) {
    List<String> lines = lines(root);
    Map<State, Long> boots = new EnumMap<>(State.class);
    List<Duration> ready = new ArrayList<>();
    if (lines.contains(MACHINE + machine(root))) {
      for (String line : lines) {
        for (State state : ENDS) {
          if (line.startsWith(state.word() + "=")) {
            number(line.substring(state.word().length() + 1)).ifPresent(n -> boots.put(state, n));
          }
        }
        if (line.startsWith(READY)) {
          for (String each : line.substring(READY.length()).split(" ", -1)) {
            number(each).map(Duration::ofMillis).ifPresent(ready::add);
          }
        }
      }
    }
    return new History(boots, ready);
  }

  /** How many boots ended so. */
  long count(State how) {
    return boots.getOrDefault(how, 0L);
  }

  /** The time to Ready of half of the boots; empty where too few are known. */
  Optional<Duration> usual() {
    List<Duration> sorted = ready.stream().sorted().toList();
    return sorted.size() < FEWEST_TIMES
        ? Optional.empty()
        : Optional.of(sorted.get(sorted.size() / 2));
  }

  /** With one more boot. */
  History and(State how, Optional<Duration> toReady) {
    Map<State, Long> more = new EnumMap<>(State.class);
    more.putAll(boots);
    more.merge(how, 1L, Long::sum);
    List<Duration> times = new ArrayList<>(ready);
    toReady.ifPresent(times::add);
    return new History(more, times);
  }

  /** Remembers it; where that is impossible, the next boot counts from what was remembered last. */
  void keep(Root root) {
    StringBuilder text = new StringBuilder(MACHINE).append(machine(root)).append('\n');
    for (State state : ENDS) {
      text.append(state.word()).append('=').append(count(state)).append('\n');
    }
    List<String> times = ready.stream().map(time -> String.valueOf(time.toMillis())).toList();
    text.append(READY).append(String.join(" ", times)).append('\n');
    try {
      new FileStore(root).apply(RenderedFile.text(FILE, text.toString()));
    } catch (FailureException e) {
      LOG.debug("this boot is not counted: {}", e.failure().toLine());
    }
  }

  private static List<String> lines(Root root) {
    return start(root.at(FILE)).lines().toList();
  }

  private static String machine(Root root) {
    return start(root.at("/etc/machine-id")).strip();
  }

  private static String start(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** A count or a time as it was written; empty for what a torn file has in its place. */
  private static Optional<Long> number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 15;
    for (int at = 0; at < text.length(); at++) {
      digits &= text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
    return digits ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
