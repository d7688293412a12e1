package dev.nodeready.host;

import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's console: what a cloud keeps of it is all that is seen of a machine that nobody can
 * reach.
 */
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger("boot");
  private static final String PATH = "/dev/console";

  private Console() {}

  /**
   * Writes one line. To open or write a console that does not drain may block for ever, and to open
   * a terminal may make it that of this process; so another one does, which can be ended.
   *
   * @param patience how long it is waited for at most
   * @throws InterruptedException when stopped meanwhile
   */
  public static void tell(Root root, String line, Duration patience) throws InterruptedException {
    Path console = root.at(PATH);
    if (!Files.exists(console)) {
      return;
    }
    try {
      // A line of a console in raw mode begins where the one before it ended.
      Commands.Result _ =
          Commands.withOnly(Map.of("PATH", "/usr/bin:/bin"))
              .run(
                  patience,
                  List.of("dd", "of=" + console, "oflag=noctty", "conv=nocreat", "status=none"),
                  "\r\n" + line + "\r\n");
    } catch (FailureException e) {
      LOG.debug("the console was not told: {}", e.failure().toLine());
    }
  }
}
