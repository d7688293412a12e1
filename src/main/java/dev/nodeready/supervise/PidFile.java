package dev.nodeready.supervise;

import dev.nodeready.host.FileStore;
import dev.nodeready.host.ProcessId;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /run/nodeready/NAME.pid}, by which a daemon is found again: three lines with its process
 * id, its start in the kernel's ticks, which no later process of that id has, and the time before
 * it was started. The kernel itself tells that time to the second only.
 */
record PidFile(ProcessId id, Instant since) {
  /** The daemon that was started last, where it still runs. */
  static Optional<PidFile> running(Root root, Daemon daemon) {
    try {
      List<String> lines = Files.readAllLines(root.at(path(daemon)));
      return lines.size() == 3
          ? ProcessId.of(Long.parseLong(lines.getFirst()))
              .filter(id -> id.started().equals(lines.get(1)))
              .map(id -> new PidFile(id, Instant.parse(lines.getLast())))
          : Optional.empty();
    } catch (IOException | NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  void write(Root root, Daemon daemon) {
    String text = id.pid() + "\n" + id.started() + "\n" + since + "\n";
    boolean _ = new FileStore(root).volatileCopy().apply(RenderedFile.text(path(daemon), text));
  }

  private static String path(Daemon daemon) {
    return "/run/nodeready/" + daemon.program() + ".pid";
  }
}
