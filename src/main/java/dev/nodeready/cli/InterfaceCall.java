package dev.nodeready.cli;

import dev.nodeready.host.Root;
import dev.nodeready.network.InterfaceHelper;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Waits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interfaces of which udev tells.
 *
 * @param add whether they appeared or went away
 */
record InterfaceCall(Root root, boolean add, List<String> names) {
  /** What precedes the names of interfaces in the units' own calls. */
  private static final List<String> BEGIN = List.of("network", "udev", "--action");

  /**
   * The command line as the units write it. udev waits for these starts, and they come by the
   * dozen, so they go past picocli, which takes half of the time between a start and its first
   * question.
   *
   * @return null for any other one, which picocli reads
   */
  static @Nullable InterfaceCall of(String... words) {
    int at = BEGIN.size() + 1;
    if (words.length < at || !List.of(words).subList(0, BEGIN.size()).equals(BEGIN)) {
      return null;
    }
    String action = words[at - 1];
    Root root = Root.MACHINE;
    List<String> names = new ArrayList<>();
    for (; at + 1 < words.length; at += 2) {
      if (words[at].equals("--interface")) {
        names.add(words[at + 1]);
      } else if (words[at].equals("--root") && Files.isDirectory(Path.of(words[at + 1]))) {
        root = new Root(Path.of(words[at + 1]));
      } else {
        return null;
      }
    }
    boolean whole = at == words.length && List.of("add", "remove").contains(action);
    return whole && !names.isEmpty() ? new InterfaceCall(root, action.equals("add"), names) : null;
  }

  /** Does what is to be done for them. */
  int run(Streams streams) throws InterruptedException {
    return Waits.heardBy(
        new WaitLines(streams.err()),
        () -> {
          InterfaceHelper helper = InterfaceHelper.of(root, System.getenv());
          if (add) {
            helper.add(names);
          } else {
            helper.remove(names);
          }
          return ExitCode.DONE;
        });
  }
}
