package dev.nodeready.join;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over reboots which Node this machine was: a Node that was there before this boot is
 * then its own. On a disk that was cloned it is the memory of another machine, and counts for
 * nothing.
 */
public final class JoinedBefore {
  static final String FILE = "/var/lib/nodeready/joined";

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

  private static String text(KubeletPlace place, String apiServer, Machine machine) {
    return "node=%s\napiServer=%s\nmachineID=%s\nsystemUUID=%s\n"
        .formatted(place.node(), apiServer, machine.machineId(), machine.systemUuid());
  }
}
