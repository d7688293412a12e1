package dev.nodeready.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets go whoever reads from a FIFO: a wait that the kernel ends, with nothing that polls. */
public final class Fifo {
  private Fifo() {}

  /**
   * Ends the reads of all who wait at a FIFO and removes it; does nothing where none is.
   *
   * @throws IOException when it may not be opened
   */
  public static void letGo(Path fifo) throws IOException {
    if (!Files.exists(fifo)) {
      return;
    }
    // Opened for both, which never blocks; readers see the end once the last writer has closed.
    // Removed before that: who opened it in between would wait for a writer that never comes.
    try (FileChannel _ =
        FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Files.deleteIfExists(fifo);
    }
  }
}
