package dev.nodeready.systemd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Fifo;
import dev.nodeready.host.FileStore;
import dev.nodeready.host.RenderedFile;
import dev.nodeready.host.Root;
import dev.nodeready.ready.PathTrigger;
import dev.nodeready.ready.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Steps of a boot that other units are ordered behind. A gate is a file in {@code /run}: absent,
 * then there until the machine goes down. Small units of systemd wait for one (through a FIFO
 * beside it, so that nothing polls) or look for one in a condition.
 */
public final class Gates {
  /** The container runtime's configuration is in place: its unit may start. */
  public static final String RUNTIME_CONFIG = "runtime-config";

  /** All of the node's configuration is in place: cloud-init's network stage may go on. */
  public static final String CONFIG = "config";

  /** The container runtime answers and the sandbox image is there: kubelet may start. */
  public static final String RUNTIME = "runtime";

  /** cloud-init has ended, or there is none; opened by systemd. */
  public static final String CLOUD_FINAL = "cloud-final";

  private static final String FOLDER = "/run/nodeready";

  private final Root root;
  private final FileStore files;

  /** The gates of the machine below {@code root}. */
  public Gates(Root root) {
    this.root = root;
    files = new FileStore(root).volatileCopy();
  }

  /** Whether it is open. */
  public boolean isOpen(String gate) {
    return Files.exists(root.at(mark(gate)));
  }

  /**
   * Opens a gate for the rest of this boot and lets go whoever waits; harmless when it is open.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public void open(String gate) {
    files.apply(RenderedFile.text(mark(gate), ""));
    files.remove(failed(gate));
    // In this order: who makes the FIFO after this look sees the mark before reading from it.
    Path fifo = root.at(FOLDER + "/" + gate + ".wait");
    try {
      Fifo.letGo(fifo);
    } catch (IOException e) {
      throw Failure.passing(
              Code.HOST_WRITE_FAILED,
              "let go those who wait at " + fifo,
              Words.of(e),
              "restart the unit that waits: systemctl restart nodeready-" + gate)
          .asException(e);
    }
  }

  /**
   * Says that gates may still open which an earlier boot was said never to open: it failed for
   * good, and its configuration has been mended since.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WRITE_FAILED}
   */
  public void forgetFailures() {
    files.remove(failed(RUNTIME_CONFIG));
    files.remove(failed(CONFIG));
  }

  /**
   * Wakes when the gate opens.
   *
   * @throws dev.nodeready.failure.FailureException with code {@code HOST_WATCH_FAILED}
   */
  public Trigger watch(String gate) {
    try {
      return PathTrigger.of(root.at(mark(gate)));
    } catch (IOException e) {
      throw Failure.passing(Code.HOST_WATCH_FAILED, "watch " + FOLDER, Words.of(e)).asException(e);
    }
  }

  private static String mark(String gate) {
    return FOLDER + "/" + gate + ".done";
  }

  private static String failed(String gate) {
    return FOLDER + "/" + gate + ".failed";
  }
}
