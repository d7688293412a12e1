package dev.nodeready.watch;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Threads;
import dev.nodeready.retry.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox image: without it no pod starts, and kubelet's garbage collection takes it where
 * nothing keeps it. It is brought back and pinned beside the watch, which goes on meanwhile.
 */
public final class ImageWatch implements Watched {
  private static final Logger LOG = LoggerFactory.getLogger(ImageWatch.class);
  private static final Duration END = Duration.ofSeconds(10);

  private final Store store;
  private final MendPace pace;
  private @Nullable Mending mending;
  private Optional<Failure> lastTry = Optional.empty();
  private Runnable bell = () -> {};

  /** Whoever has the image, and can bring it back. */
  public interface Store extends AutoCloseable {
    /** Has a bell rung whenever an image has changed or gone. */
    void ring(Runnable bell);

    /**
     * How the image stands.
     *
     * @throws FailureException when the runtime does not answer, or nothing tells which image it is
     */
    Standing look() throws InterruptedException;

    /**
     * Sees to it that it is there and pinned.
     *
     * @return what was done, for people
     * @throws FailureException when it cannot be had
     */
    String mend() throws InterruptedException;

    @Override
    void close();
  }

  /**
   * The image at one moment.
   *
   * @param image exactly as the runtime is configured with it
   * @param pinned whether it is kept; true where the runtime cannot keep any
   */
  public record Standing(String image, boolean stored, boolean pinned) {}

  /** The image of a store. */
  public ImageWatch(Store store, Time time) {
    this.store = store;
    pace = new MendPace(time);
  }

  @Override
  public void ring(Runnable bell) {
    this.bell = bell;
    store.ring(bell);
  }

  /** Whether it is being mended now. */
  boolean mends() {
    return mending != null;
  }

  @Override
  public Seen look() throws InterruptedException {
    Standing now = store.look();
    List<String> mended = ended();
    if (now.stored() && now.pinned()) {
      lastTry = Optional.empty();
      return new Seen(List.of(), mended);
    }
    if (mending == null && pace.left().isZero()) {
      pace.begin();
      mending = new Mending();
    }
    List<Failure> wrong = new ArrayList<>(List.of(now.stored() ? unpinned(now) : absent(now)));
    lastTry.ifPresent(wrong::add);
    return new Seen(wrong, mended);
  }

  /** What came of a mending that has ended. */
  private List<String> ended() {
    Mending now = mending;
    if (now == null || !now.over) {
      return List.of();
    }
    mending = null;
    lastTry = Optional.ofNullable(now.failure);
    return now.done.isEmpty() ? List.of() : List.of(now.done);
  }

  private static Failure absent(Standing now) {
    return Failure.passing(
        Code.IMAGE_NOT_STORED, "keep " + now.image(), "the runtime does not have it any more");
  }

  private static Failure unpinned(Standing now) {
    return Failure.passing(
        Code.IMAGE_NOT_PINNED,
        "keep " + now.image(),
        "it is not pinned",
        Code.IMAGE_NOT_PINNED.remedy("IMAGE", now.image()));
  }

  @Override
  public void close() {
    Mending now = mending;
    if (now != null) {
      now.end();
    }
    store.close();
  }

  /** One try, beside the watch. */
  private final class Mending {
    private volatile String done = "";
    private volatile @Nullable Failure failure;
    private volatile boolean over;
    private final Thread thread = Thread.ofPlatform().daemon().name("mend").unstarted(this::run);

    private Mending() {
      thread.start();
    }

    /** Waited for, since it holds what the next boot or reload needs. */
    private void end() {
      if (!Threads.end(thread, END)) {
        LOG.debug("What was being mended does not end");
      }
    }

    private void run() {
      try {
        done = store.mend();
      } catch (FailureException e) {
        failure = e.failure();
      } catch (InterruptedException e) {
        return;
      }
      over = true;
      bell.run();
    }
  }
}
