package dev.nodeready.join;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over reboots which Node this machine was: a Node that was there before this boot is
 * then its own. On a disk that was cloned it is the memory of another machine, and counts for
 * nothing.
 */
public final class JoinedBefore {
  static final String FILE = "/var/lib/nodeready/joined";

  private static final String NODE = "node=";
  private static final String MACHINE_ID = "machineID=";
  private static final String SYSTEM_UUID = "systemUUID=";
  private static final Logger LOG = LoggerFactory.getLogger(JoinedBefore.class);

  private JoinedBefore() {}

  /** Whether this machine was this node of this cluster. */
  public static boolean is(KubeletPlace place, String apiServer, Machine machine) {
    try {
      return Files.readString(place.root().at(FILE)).equals(text(place, apiServer, machine));
    } catch (IOException e) {
      return false;
    }
  }

  /** Remembers that it is; without that the next boot takes longer, and no more. */
  public static void note(KubeletPlace place, String apiServer, Machine machine) {
    Root root = place.root();
    try {
      new FileStore(root).apply(RenderedFile.text(FILE, text(place, apiServer, machine)));
    } catch (FailureException e) {
      LOG.debug("The next boot will not know that this machine was a node", e);
    }
  }

  /** The node that this very machine was last; empty where it was none, or that is not known. */
  public static Optional<String> nodeOf(Root root) {
    Machine machine = Machine.of(root);
    try {
      List<String> lines = Files.readAllLines(root.at(FILE));
      boolean own =
          lines.contains(MACHINE_ID + machine.machineId())
              && lines.contains(SYSTEM_UUID + machine.systemUuid());
      return lines.stream()
          .filter(line -> own && line.startsWith(NODE))
          .map(line -> line.substring(NODE.length()))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(KubeletPlace place, String apiServer, Machine machine) {
    return "%s%s\napiServer=%s\n%s%s\n%s%s\n"
        .formatted(
            NODE,
            place.node(),
            apiServer,
            MACHINE_ID,
            machine.machineId(),
            SYSTEM_UUID,
            machine.systemUuid());
  }
}
