package dev.nodeready.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's console: what a cloud keeps of it is all that is seen of a machine that nobody can
 * reach.
 */
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final String PATH = "/dev/console";

  private Console() {}

  /**
   * Writes one line. A console that does not drain is left to itself: even to open it may block,
   * and nothing but the end of the process ends that.
   *
   * @param patience how long it is waited for at most
   * @throws InterruptedException when stopped meanwhile
   */
  public static void tell(Root root, String line, Duration patience) throws InterruptedException {
    Path console = root.at(PATH);
    if (Files.exists(console)) {
      Thread writer =
          Thread.ofPlatform().daemon().name("console").start(() -> write(console, line));
      boolean _ = writer.join(patience);
    }
  }

  private static void write(Path console, String line) {
    // A line of a console in raw mode begins where the one before it ended.
    byte[] bytes = ("\r\n" + line + "\r\n").getBytes(StandardCharsets.UTF_8);
    try (var out = Files.newOutputStream(console, StandardOpenOption.WRITE)) {
      out.write(bytes);
    } catch (IOException e) {
      LOG.debug("The console was not told", e);
    }
  }
}
