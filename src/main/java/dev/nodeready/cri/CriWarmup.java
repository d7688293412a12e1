package dev.nodeready.cri;

import dev.nodeready.cri.proto.Image;
import dev.nodeready.cri.proto.ImageStatusResponse;
import dev.nodeready.cri.proto.InfoEntry;
import dev.nodeready.cri.proto.RuntimeCondition;
import dev.nodeready.cri.proto.RuntimeStatus;
import dev.nodeready.cri.proto.StatusResponse;
import dev.nodeready.cri.proto.VersionResponse;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the whole client once against a peer of this process, so that the classes of the first real
 * call are loaded while one waits for the runtime anyway. Touches no file and no network.
 */
public final class CriWarmup {
  private static final Logger LOG = LoggerFactory.getLogger(CriWarmup.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** The second and third cost 10 ms each and take as much off the first real call. */
  private static final int ROUNDS = 3;

  private static final AtomicBoolean DONE = new AtomicBoolean();

  private CriWarmup() {}

  /**
   * Warms up, the first time it is called in a process; later calls do nothing. Whatever goes wrong
   * costs only the warmth.
   *
   * @return whether this was the first time
   * @throws InterruptedException when the boot is being stopped
   */
  public static boolean run() throws InterruptedException {
    if (!DONE.compareAndSet(false, true)) {
      return false;
    }
    try {
      SocketLook.warmUp();
      for (int round = 0; round < ROUNDS; round++) {
        talk();
      }
    } catch (IOException | FailureException e) {
      LOG.debug("the warm-up of the CRI client failed", e);
    }
    return true;
  }

  static void talk() throws IOException, InterruptedException {
    Pipe there = Pipe.open();
    Pipe back = Pipe.open();
    UnixStream near = new UnixStream(new Ends(back.source(), there.sink()));
    UnixStream far = new UnixStream(new Ends(there.source(), back.sink()));
    Thread peer =
        Thread.ofPlatform()
            .daemon()
            .name("cri-warm-up")
            .start(new WarmupPeer(far, List.of(version(), status(), imageStatus())));
    try (CriClient client = CriClient.over("the warm-up", near)) {
      RuntimeProbe.ask(client, Deadline.after(LIMIT, Time.SYSTEM), "");
      client.image("none", LIMIT);
    } finally {
      far.close();
      peer.join(LIMIT);
    }
  }

  private static byte[] version() {
    return VersionResponse.newBuilder()
        .setRuntimeName("warm-up")
        .setRuntimeVersion("0")
        .setRuntimeApiVersion("v1")
        .build()
        .toByteArray();
  }

  private static byte[] status() {
    return StatusResponse.newBuilder()
        .setStatus(
            RuntimeStatus.newBuilder()
                .addConditions(
                    RuntimeCondition.newBuilder().setType("RuntimeReady").setStatus(true)))
        .addInfo(InfoEntry.newBuilder().setKey("config").setValue("{\"sandboxImage\":\"none\"}"))
        .build()
        .toByteArray();
  }

  private static byte[] imageStatus() {
    return ImageStatusResponse.newBuilder()
        .setImage(Image.newBuilder().setId("none").setPinned(true))
        .build()
        .toByteArray();
  }

  /** One side of two pipes: the JDK has no pair of sockets that needs neither a file nor a port. */
  private record Ends(Pipe.SourceChannel in, Pipe.SinkChannel out) implements ByteChannel {
    @Override
    public int read(ByteBuffer into) throws IOException {
      return in.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return out.write(from);
    }

    @Override
    public boolean isOpen() {
      return in.isOpen();
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
    }
  }
}
