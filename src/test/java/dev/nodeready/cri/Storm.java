package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.WaitListener;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The wait for a scripted runtime and the ladder to an image, on a clock that only they move. */
final class Storm implements AutoCloseable {
  static final String IMAGE = "registry.example/pause:1";
  private static final Duration PHASE = Duration.ofMinutes(5);

  private final Path socket;
  private final Time time;
  private final List<String> flaps = new ArrayList<>();
  private final ScriptedCri cri;
  private Runnable each = () -> {};
  private final CriConnection connection;

  Storm(Path socket) {
    this(socket, ScriptedCri.up(socket), new ManualTime());
    each = cri::comeUpAgain;
  }

  /** One on a clock that says what else happens while it moves. */
  Storm(Path socket, Time time) {
    this(socket, ScriptedCri.up(socket), time);
  }

  private Storm(Path socket, ScriptedCri cri, Time time) {
    this.socket = socket;
    this.cri = cri;
    this.time = time;
    connection = new CriConnection(new CriEndpoint(socket));
  }

  /** Another boot with the same runtime, as it stands. */
  Storm again() {
    return new Storm(socket, cri, new ManualTime());
  }

  /** Every error that a call can end with, with these words. */
  static Stream<Status> errors(String words) {
    return Stream.of(Status.Code.values())
        .filter(code -> code != Status.Code.OK)
        .map(code -> Status.fromCode(code).withDescription(words));
  }

  ScriptedCri cri() {
    return cri;
  }

  /** How often the runtime was taken for gone. */
  int flaps() {
    return flaps.size();
  }

  /** Runs to its end, which must come within the budgets. */
  Failure boot() {
    FailureException e = catchThrowableOfType(FailureException.class, this::run);
    assertThat(e).as("its end").isNotNull();
    assertThat(Duration.ofNanos(time.nanos())).isLessThan(Duration.ofMinutes(16));
    return e.failure();
  }

  /** Waits for the runtime, and has the image there. */
  void run() throws InterruptedException {
    Deadline total = Deadline.after(Duration.ofMinutes(15), time);
    ReadyRuntime runtime = runtime();
    runtime.await(total.within(PHASE));
    ladder(runtime, total).ensure(IMAGE, total);
  }

  private ReadyRuntime runtime() {
    return new ReadyRuntime(
        new RuntimeProbe(connection, Optional::empty, () -> "", time),
        atMost -> {
          time.sleep(atMost);
          each.run();
        },
        Optional::empty,
        WaitListener.none(),
        flaps::add);
  }

  private ImageLadder ladder(ReadyRuntime runtime, Deadline total) {
    return new ImageLadder(
        connection,
        new ImageSettings(
            List.of(),
            new RetryPolicy(PHASE, Duration.ofMillis(500), Duration.ofSeconds(20), 2, false),
            Duration.ofMinutes(2),
            Duration.ofSeconds(45),
            "",
            false),
        CredentialsSource.NONE,
        new NoTools(),
        PullProgress.UNKNOWN,
        loss -> runtime.awaitAgain(loss, total.within(PHASE)).isPresent(),
        Retry.Pause.SLEEP,
        ImageListener.NONE);
  }

  @Override
  public void close() {
    connection.close();
    cri.close();
  }

  /** No archive is there that anything could be done with. */
  private static final class NoTools implements ImageTools {
    @Override
    public void importArchive(Path archive, String snapshotter) {
      throw new AssertionError(archive);
    }

    @Override
    public Set<String> names() {
      return Set.of();
    }

    @Override
    public boolean isUnpacked(String name, String snapshotter) {
      throw new AssertionError(name);
    }

    @Override
    public void remove(Set<String> names) {
      throw new AssertionError(names);
    }

    @Override
    public void tag(String from, String to) {
      throw new AssertionError(from);
    }

    @Override
    public void pin(String name) {
      throw new AssertionError(name);
    }
  }
}
