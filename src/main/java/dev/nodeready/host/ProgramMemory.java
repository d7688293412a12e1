package dev.nodeready.host;

import dev.nodeready.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which versions programs told, over reboots: to be asked costs kubelet 75 ms of the CPU. A line
 * counts for as long as the very file is there that told it. Whoever may write here may write units
 * too.
 */
final class ProgramMemory {
  static final String FILE = "/var/lib/nodeready/programs";

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final Logger LOG = LoggerFactory.getLogger(ProgramMemory.class);

  private final Root root;

  /** What is known in this run, by the file that told it. */
  private final Map<String, ProgramVersion> known = new ConcurrentSkipListMap<>();

  ProgramMemory(Root root) {
    this.root = root;
  }

  /** Runs a program. */
  @FunctionalInterface
  interface Asking {
    /** All that it says. */
    String ask() throws InterruptedException;
  }

  /**
   * A program's version.
   *
   * @param file that runs under this name; empty where nothing can be kept of it
   */
  ProgramVersion version(String program, Optional<Path> file, Asking asking)
      throws InterruptedException {
    // Before it runs: what takes its place meanwhile is another file.
    String identity = file.map(found -> identity(program, found)).orElse("");
    ProgramVersion kept = identity.isEmpty() ? ProgramVersion.UNKNOWN : kept(identity);
    ProgramVersion version = kept.known() ? kept : ProgramVersion.find(asking.ask());
    if (version.known() && !identity.isEmpty()) {
      known.put(identity, version);
    }
    return version;
  }

  /** Keeps what is known; without that the next run takes longer, and no more. */
  void keep() {
    StringBuilder lines = new StringBuilder();
    known.forEach((identity, version) -> lines.append(version).append(identity).append('\n'));
    try {
      if (!known.isEmpty()) {
        // What a power cut leaves of it names no file.
        new FileStore(root).volatileCopy().apply(RenderedFile.text(FILE, lines.toString()));
      }
    } catch (FailureException e) {
      LOG.debug("the next run will ask programs for their versions again", e);
    }
  }

  private ProgramVersion kept(String identity) {
    Path place = root.at(FILE);
    try {
      for (String line : Files.exists(place) ? Files.readAllLines(place) : List.<String>of()) {
        if (line.endsWith(identity)) {
          return ProgramVersion.find(line.substring(0, line.length() - identity.length()));
        }
      }
    } catch (IOException e) {
      return ProgramVersion.UNKNOWN;
    }
    return ProgramVersion.UNKNOWN;
  }

  /**
   * What no other file has had; empty where that cannot be told. A script, or a program of another
   * name such as snap's, starts one that may change while it stays as it is; in images that are
   * made reproducibly all files have one time, to the second.
   */
  private static String identity(String program, Path file) {
    try {
      Path real = file.toRealPath();
      FileTime changed = (FileTime) Files.getAttribute(real, "unix:ctime");
      boolean exact = changed.to(TimeUnit.NANOSECONDS) % TimeUnit.SECONDS.toNanos(1) != 0;
      boolean itself = exact && real.endsWith(program) && isElf(real);
      String inode = String.valueOf(Files.getAttribute(real, "unix:ino"));
      String times = Files.getLastModifiedTime(real) + " " + changed;
      return itself ? " " + inode + " " + Files.size(real) + " " + times + " " + real : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }
}
