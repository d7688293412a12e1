package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.ScriptedCri.Pull;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.rehearsal.PauseImage;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import dev.nodeready.retry.Retry;
import dev.nodeready.retry.RetryPolicy;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLadderTest {
  private static final String IMAGE = "registry.example/pause:1";
  private static final Duration BUDGET = Duration.ofMinutes(5);
  private static final Duration STALL = Duration.ofSeconds(45);

  @TempDir Path folder;
  private final ManualTime time = new ManualTime();
  private final List<Integer> attempts = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Failure> losses = new ArrayList<>();
  private final FakeTools tools = new FakeTools();
  private boolean unpacked;
  private Duration budget = BUDGET;
  private PullProgress progress = PullProgress.UNKNOWN;
  private CredentialsSource credentials = CredentialsSource.NONE;
  private ScriptedCri cri;
  private CriConnection connection;

  @BeforeEach
  void start() {
    cri = ScriptedCri.up(folder.resolve("cri.sock"));
    connection = new CriConnection(new CriEndpoint(folder.resolve("cri.sock")));
  }

  @AfterEach
  void stop() {
    connection.close();
    cri.close();
  }

  @Test
  void an_image_that_is_there_costs_one_question() throws Exception {
    cri.has(IMAGE);
    assertThat(ensure(IMAGE))
        .isEqualTo(new ImageOutcome(IMAGE, new ImageOutcome.AlreadyThere(), ""));
    assertThat(cri.calls()).containsExactly("ImageStatus");
    assertThat(tools.done).isEmpty();
  }

  @Test
  void an_archive_spares_the_pull() throws Exception {
    Path archive = archive(IMAGE);
    assertThat(ensure(IMAGE, archive).how()).isEqualTo(new ImageOutcome.Imported(archive));
    assertThat(tools.done).containsExactly("import " + archive + " into native");
    assertThat(cri.calls("PullImage")).isZero();
  }

  @Test
  void an_archive_under_another_name_is_tagged() throws Exception {
    Path archive = archive("docker.io/library/other:7");
    assertThat(ensure("pause:1", archive).how()).isEqualTo(new ImageOutcome.Imported(archive));
    assertThat(tools.done).endsWith("tag docker.io/library/other:7 docker.io/library/pause:1");
  }

  @Test
  void archives_are_tried_in_order_and_missing_ones_skipped() throws Exception {
    Path second = archive(IMAGE);
    ensure(IMAGE, folder.resolve("missing.tar"), second);
    assertThat(tools.done).containsExactly("import " + second + " into native");
    assertThat(notes).isEmpty();
  }

  @Test
  void an_image_that_only_another_snapshotter_unpacked_is_imported_anew() throws Exception {
    unpacked = true;
    cri.has(IMAGE);
    Path archive = archive(IMAGE);
    assertThat(ensure(IMAGE, archive))
        .isEqualTo(new ImageOutcome(IMAGE, new ImageOutcome.Imported(archive), ""));
    assertThat(tools.done).containsExactly("import " + archive + " into native");
  }

  @Test
  void an_image_that_the_snapshotter_has_unpacked_is_not_imported_again() throws Exception {
    unpacked = true;
    cri.has(IMAGE);
    tools.unpacked.add(IMAGE);
    assertThat(ensure(IMAGE, archive(IMAGE)).how()).isEqualTo(new ImageOutcome.AlreadyThere());
    assertThat(tools.done).isEmpty();
  }

  @Test
  void an_image_that_cannot_be_unpacked_is_told_with_its_remedy_and_the_boot_goes_on()
      throws Exception {
    unpacked = true;
    cri.has(IMAGE);
    Path archive = archive(IMAGE);
    tools.failing = Optional.of("snapshotter not loaded: soci");
    ImageOutcome outcome = ensure(IMAGE, archive);
    assertThat(outcome.how()).isEqualTo(new ImageOutcome.AlreadyThere());
    assertThat(outcome.warning())
        .contains(archive + ": snapshotter not loaded: soci; ")
        .contains("not unpacked for the snapshotter native");
  }

  @Test
  void an_image_without_an_archive_to_unpack_is_told_and_the_boot_goes_on() throws Exception {
    unpacked = true;
    cri.has(IMAGE);
    assertThat(ensure(IMAGE).warning()).contains("bring its archive along");
  }

  @Test
  void an_image_that_is_not_there_is_imported_unpacked_or_pulled() throws Exception {
    unpacked = true;
    assertThat(ensure(IMAGE).how()).isInstanceOf(ImageOutcome.Pulled.class);
  }

  @Test
  void a_broken_archive_is_told_and_the_image_pulled() throws Exception {
    tools.failing = Optional.of("unexpected EOF");
    assertThat(ensure(IMAGE, archive(IMAGE)).how()).isInstanceOf(ImageOutcome.Pulled.class);
    assertThat(notes.getFirst()).contains("unexpected EOF");
  }

  @Test
  void a_local_image_is_never_pulled() {
    Failure failure = failure("localhost/kubernetes/pause");
    assertThat(failure.code()).isEqualTo(Code.IMAGE_LOCAL_ABSENT);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.toLine()).contains("no archive with it was found");
    assertThat(cri.calls("PullImage")).isZero();
  }

  @Test
  void a_local_image_whose_archive_is_broken_names_the_archive() throws Exception {
    tools.failing = Optional.of("unexpected EOF");
    Path archive = archive("localhost/kubernetes/pause");
    assertThat(failure("localhost/kubernetes/pause", archive).happened())
        .contains(archive + ": unexpected EOF");
  }

  @Test
  void what_a_failed_import_left_behind_is_no_image() throws Exception {
    Path archive = archive(IMAGE);
    tools.failingLate = Optional.of("mismatched image rootfs and manifest layers");
    assertThat(ensure(IMAGE, archive).how()).isInstanceOf(ImageOutcome.Pulled.class);
    assertThat(tools.done)
        .containsExactly("import " + archive + " into native", "remove [" + IMAGE + "]");
    assertThat(notes.getFirst()).contains(archive + ": mismatched image rootfs");
  }

  @Test
  void an_archive_that_lacks_a_layer_is_not_imported() throws Exception {
    Path archive = folder.resolve("image.tar");
    PauseImage image = PauseImage.forThisMachine();
    Files.write(archive, image.archive(IMAGE, image.manifest(), image.config()));
    assertThat(ensure(IMAGE, archive).how()).isInstanceOf(ImageOutcome.Pulled.class);
    assertThat(tools.done).isEmpty();
    assertThat(notes.getFirst())
        .contains(archive + ": it lacks the layer " + PauseImage.digest(image.layer()));
  }

  @Test
  void a_local_image_whose_archive_is_for_another_machine_ends_at_once_with_both_facts()
      throws Exception {
    String other = System.getProperty("os.arch").equals("aarch64") ? "amd64" : "arm64";
    Path archive = folder.resolve("image.tar");
    Files.write(archive, PauseImage.forMachine(other, new byte[0]).archive("localhost/pause:1"));
    Failure failure = failure("localhost/pause:1", archive);
    assertThat(failure.code()).isEqualTo(Code.IMAGE_LOCAL_ABSENT);
    assertThat(failure.happened()).contains(archive + ": it is for linux/" + other);
    assertThat(tools.done).isEmpty();
  }

  @Test
  void a_pull_counts_one_attempt() throws Exception {
    assertThat(ensure(IMAGE).how())
        .isInstanceOfSatisfying(
            ImageOutcome.Pulled.class, pulled -> assertThat(pulled.attempts()).isEqualTo(1));
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void credentials_are_fetched_anew_for_each_attempt() throws Exception {
    int[] fetched = {0};
    credentials = (_, _) -> Optional.of(new Credentials("AWS", "token" + ++fetched[0]));
    Status refused = Status.UNKNOWN.withDescription("pulling from host x: 401 Unauthorized");
    cri.pulling(new Pull.Fails(refused), new Pull.Fails(refused));
    ensure(IMAGE);
    assertThat(cri.auths())
        .extracting(auth -> auth.getUsername() + ":" + auth.getPassword())
        .containsExactly("AWS:token1", "AWS:token2", "AWS:token3");
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_UNAUTHORIZED);
  }

  @Test
  void credentials_that_cannot_be_had_yet_are_tried_again() throws Exception {
    int[] fetched = {0};
    credentials =
        (_, _) -> {
          if (++fetched[0] < 3) {
            throw Failure.passing(Code.AWS_CREDENTIALS_ABSENT, "fetch", "404", "wait")
                .asException();
          }
          return Optional.empty();
        };
    ensure(IMAGE);
    assertThat(cri.calls("PullImage")).isEqualTo(1);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.AWS_CREDENTIALS_ABSENT);
  }

  @Test
  void credentials_that_take_for_ever_get_no_more_than_an_attempt_and_leave_time_for_others()
      throws Exception {
    List<Duration> given = new ArrayList<>();
    credentials =
        (_, deadline) -> {
          given.add(deadline.left());
          if (given.size() < 3) {
            time.advance(deadline.left());
            throw Failure.passing(Code.AWS_ENDPOINT_UNREACHABLE, "fetch", "silence", "wait")
                .asException();
          }
          return Optional.empty();
        };
    ensure(IMAGE);
    assertThat(given.getFirst()).isEqualTo(Duration.ofMinutes(2));
    assertThat(given.get(1)).isLessThan(Duration.ofSeconds(90));
    assertThat(cri.calls("PullImage")).isEqualTo(1);
  }

  @Test
  void a_pull_that_is_left_no_time_does_not_hide_why_those_before_failed() {
    budget = Duration.ofMillis(900);
    cri.failing("PullImage", Status.UNKNOWN.withDescription("x: 503 Service Unavailable"));
    assertThat(failure(IMAGE).code()).isEqualTo(Code.IMAGE_REGISTRY_ERROR);
    assertThat(cri.calls("PullImage")).isEqualTo(1);
  }

  @Test
  void a_permanent_refusal_ends_it_at_once() {
    cri.pulling(new Pull.Fails(Status.UNKNOWN.withDescription("status: 403 Forbidden")));
    assertThat(failure(IMAGE).code()).isEqualTo(Code.IMAGE_FORBIDDEN);
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void a_registry_that_is_asked_too_often_is_given_seconds_before_the_next_try() throws Exception {
    cri.pulling(new Pull.Fails(Status.UNKNOWN.withDescription("x: 429 Too Many Requests")));
    ensure(IMAGE);
    assertThat(time.sleeps()).contains(Duration.ofSeconds(4));
  }

  @Test
  void a_registry_that_asks_for_a_pause_gets_it() throws Exception {
    cri.pulling(new Pull.Fails(Status.UNKNOWN.withDescription("x: 429 Too Many, Retry-After: 37")));
    ensure(IMAGE);
    assertThat(time.sleeps()).contains(Duration.ofSeconds(37));
  }

  @Test
  void a_pull_that_leaves_nothing_is_a_failed_attempt() throws Exception {
    cri.pulling(new Pull.LeavesNothing());
    assertThat(ensure(IMAGE).how())
        .isInstanceOfSatisfying(
            ImageOutcome.Pulled.class, pulled -> assertThat(pulled.attempts()).isEqualTo(2));
    assertThat(failures).extracting(Failure::code).containsExactly(Code.IMAGE_LEFT_NOTHING);
  }

  @Test
  void a_pull_without_progress_is_given_up_and_tried_again() throws Exception {
    cri.pulling(new Pull.Hangs());
    progress = hanging(1, STALL, () -> 1);
    ensure(IMAGE);
    assertThat(failures).extracting(Failure::code).containsExactly(Code.IMAGE_PULL_STALLED);
  }

  @Test
  void a_pull_that_gets_on_has_until_its_own_deadline() throws Exception {
    cri.pulling(new Pull.Hangs());
    progress = hanging(1, Duration.ofSeconds(60), time::nanos);
    ensure(IMAGE);
    assertThat(failures).extracting(Failure::code).containsExactly(Code.IMAGE_PULL_TIMEOUT);
    assertThat(failures.getFirst().happened()).contains("120 s");
  }

  @Test
  void a_pull_that_hangs_from_its_first_byte_leaves_time_for_others() throws Exception {
    budget = Duration.ofSeconds(90);
    cri.pulling(new Pull.Hangs());
    progress = hanging(1, STALL, () -> 1);
    ensure(IMAGE);
    assertThat(failures).hasSize(1);
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofSeconds(45), BUDGET.dividedBy(5));
  }

  @Test
  void a_pull_whose_progress_nobody_sees_is_given_up_too_and_given_more_time_the_next_time()
      throws Exception {
    cri.pulling(new Pull.Hangs(), new Pull.Hangs());
    progress = hanging(2, STALL, () -> -1);
    ensure(IMAGE);
    assertThat(failures).extracting(Failure::code).containsOnly(Code.IMAGE_PULL_STALLED);
    assertThat(failures.getFirst().happened()).contains("for 45 s");
    assertThat(failures.get(1).happened()).contains("for 90 s");
  }

  @Test
  void an_old_format_ends_it_at_once() {
    cri.pulling(
        new Pull.Fails(
            Status.UNIMPLEMENTED.withDescription("media type x is no longer supported")));
    Failure failure = failure(IMAGE);
    assertThat(failure.code()).isEqualTo(Code.IMAGE_FORMAT_UNSUPPORTED);
    assertThat(failure.permanent()).isTrue();
    assertThat(cri.calls("PullImage")).isEqualTo(1);
    assertThat(losses).isEmpty();
  }

  @Test
  void a_full_disk_is_named_and_permanent() {
    cri.pulling(new Pull.Fails(Status.UNKNOWN.withDescription("write x: no space left on device")));
    Failure failure = failure(IMAGE);
    assertThat(failure.code()).isEqualTo(Code.IMAGE_DISK_FULL);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.happened()).endsWith("on /var/lib/scripted");
  }

  @Test
  void a_runtime_that_dies_in_a_pull_is_waited_for_and_costs_no_attempt() throws Exception {
    cri.pulling(new Pull.KillsServer());
    assertThat(ensure(IMAGE).how())
        .isInstanceOfSatisfying(
            ImageOutcome.Pulled.class, pulled -> assertThat(pulled.attempts()).isEqualTo(1));
    assertThat(losses).extracting(Failure::code).containsExactly(Code.CRI_LOST);
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void not_initialized_again_is_waited_for_and_costs_no_attempt() throws Exception {
    Status again = Status.UNKNOWN.withDescription("server is not initialized yet");
    cri.pulling(new Pull.Fails(again), new Pull.Fails(again));
    ensure(IMAGE);
    assertThat(losses)
        .extracting(Failure::code)
        .containsExactly(Code.CRI_NOT_INITIALIZED, Code.CRI_NOT_INITIALIZED);
    assertThat(attempts).containsExactly(1);
  }

  @Test
  void a_stopped_runtime_is_no_stalled_pull() throws Exception {
    cri.pulling(new Pull.Hangs());
    int[] looks = {0};
    progress =
        hanging(
            1,
            STALL,
            () -> {
              // The first is at its beginning.
              if (++looks[0] == 2) {
                cri.hanging();
              }
              return 1;
            });
    ensure(IMAGE);
    assertThat(losses).extracting(Failure::code).containsExactly(Code.CRI_SILENT);
    assertThat(failures).isEmpty();
  }

  @Test
  void the_budget_ends_it_with_the_last_failure() {
    Status error = Status.UNKNOWN.withDescription("x: 503 Service Unavailable");
    for (int i = 0; i < 200; i++) {
      cri.pulling(new Pull.Fails(error));
    }
    assertThat(failure(IMAGE).code()).isEqualTo(Code.IMAGE_REGISTRY_ERROR);
    assertThat(Duration.ofNanos(time.nanos())).isLessThanOrEqualTo(BUDGET);
  }

  @Test
  void an_interrupt_stops_it() {
    cri.pulling(new Pull.Hangs());
    progress =
        () -> {
          Thread.currentThread().interrupt();
          return 1;
        };
    assertThatThrownBy(() -> ensure(IMAGE)).isInstanceOf(InterruptedException.class);
  }

  /**
   * What is seen of so many pulls that hang, at their beginning and at each look at them.
   *
   * @param passes from one look to the next: the call is waited for in real time, for longer the
   *     longer it goes on, so there are as few as may be
   */
  private PullProgress hanging(int pulls, Duration passes, LongSupplier mark) {
    int[] begun = {-1};
    return () -> {
      int ended = failures.size();
      if (begun[0] == ended && ended < pulls) {
        time.advance(passes);
      }
      begun[0] = ended;
      return mark.getAsLong();
    };
  }

  private Path archive(String... names) throws Exception {
    return Files.write(folder.resolve("image.tar"), List.of(names));
  }

  private Failure failure(String reference, Path... archives) {
    return catchThrowableOfType(FailureException.class, () -> ensure(reference, archives))
        .failure();
  }

  private ImageOutcome ensure(String reference, Path... archives) throws InterruptedException {
    return new ImageLadder(
            connection,
            new ImageSettings(
                List.of(archives),
                new RetryPolicy(budget, Duration.ofMillis(500), Duration.ofSeconds(20), 2, false),
                Duration.ofMinutes(2),
                STALL,
                "native",
                unpacked),
            credentials,
            tools,
            progress,
            this::comeBack,
            Retry.Pause.SLEEP,
            new Listener())
        .ensure(reference, Deadline.after(Duration.ofMinutes(15), time));
  }

  private boolean comeBack(Failure loss) {
    losses.add(loss);
    cri.crash();
    cri.ready().comeUp();
    return true;
  }

  private final class Listener implements ImageListener {
    @Override
    public void attempted(int number) {
      attempts.add(number);
    }

    @Override
    public void waiting(Failure because, Duration elapsed, Duration left) {
      failures.add(because);
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }
  }

  /** Archives are lists of names; what is imported appears in the scripted runtime. */
  private final class FakeTools implements ImageTools {
    private final List<String> done = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> unpacked = new LinkedHashSet<>();
    private Optional<String> failing = Optional.empty();
    private Optional<String> failingLate = Optional.empty();

    @Override
    public void importArchive(Path archive, String snapshotter) {
      done("import " + archive + " into " + snapshotter);
      try {
        Files.readAllLines(archive).forEach(this::add);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      failingLate.ifPresent(why -> {
        throw Failure.passing(Code.IMAGE_TOOL_FAILED, "import", why, "look").asException();
      });
    }

    @Override
    public void remove(Set<String> gone) {
      done.add("remove " + gone);
      gone.forEach(cri::lacks);
    }

    @Override
    public boolean isUnpacked(String name, String snapshotter) {
      return unpacked.contains(name);
    }

    @Override
    public Set<String> names() {
      return Set.copyOf(names);
    }

    @Override
    public void tag(String from, String to) {
      done("tag " + from + " " + to);
      add(to);
      cri.has(ImageReference.base(to));
    }

    @Override
    public void pin(String name) {
      throw new AssertionError("kubelet does not wait for a pin");
    }

    private void add(String name) {
      names.add(name);
      unpacked.add(name);
      cri.has(name);
    }

    private void done(String what) {
      if (failing.isPresent()) {
        throw Failure.passing(Code.IMAGE_TOOL_FAILED, what, failing.get(), "look").asException();
      }
      done.add(what);
    }
  }
}
