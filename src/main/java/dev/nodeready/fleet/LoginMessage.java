package dev.nodeready.fleet;

import dev.nodeready.failure.FailureException;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What who logs in is told while the node has not joined. pam_motd(8) shows the files of {@code
 * /run/motd.d}, without any program that has to run.
 */
final class LoginMessage {
  static final String PATH = "/run/motd.d/nodeready";

  private static final Logger LOG = LoggerFactory.getLogger("boot");

  private final FileStore files;

  LoginMessage(Root root) {
    files = new FileStore(root).volatileCopy();
  }

  /** Shows one line. */
  void show(String line) {
    try {
      files.apply(RenderedFile.text(PATH, "nodeready: " + line + "\n"));
    } catch (FailureException e) {
      LOG.debug("no login will tell of it: {}", e.failure().toLine());
    }
  }

  /** Shows nothing any more. */
  void takeAway() {
    try {
      files.remove(PATH);
    } catch (FailureException e) {
      LOG.debug("a login still tells of it: {}", e.failure().toLine());
    }
  }
}
