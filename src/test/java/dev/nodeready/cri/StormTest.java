package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often a runtime is asked that answers the same for ever, whatever it is. What {@link StormIT}
 * shows takes thousands of calls.
 */
class StormTest {
  /** One look at each tick of a second. */
  private static final int TICKS = 310;

  /** Tries within the image budget with pauses of up to 20 s. */
  private static final int TRIES = 40;

  @TempDir Path folder;
  private Storm storm;

  @BeforeEach
  void start() {
    storm = new Storm(folder.resolve("cri.sock"));
  }

  @AfterEach
  void stop() {
    storm.close();
  }

  static Stream<Status> answers() {
    return Stream.concat(Storm.errors("server is not initialized yet"), others());
  }

  static Stream<Status> others() {
    return Storm.errors("some other words");
  }

  @ParameterizedTest
  @MethodSource("others")
  void a_version_that_never_comes_is_asked_for_once_a_second(Status error) {
    storm.cri().failing("Version", error);
    assertThat(storm.boot().code().area()).isEqualTo("CRI");
    assertThat(storm.cri().calls()).containsOnly("Version").hasSizeLessThan(most(error));
  }

  @ParameterizedTest
  @MethodSource("others")
  void a_status_that_never_comes_is_asked_for_once_a_second(Status error) {
    storm.cri().failing("Status", error);
    assertThat(storm.boot().code().area()).isEqualTo("CRI");
    assertThat(storm.cri().calls("Status")).isLessThan(most(error));
    assertThat(storm.cri().calls()).containsOnly("Version", "Status");
  }

  /** A service that is missing may come within a millisecond, or not at all after ten seconds. */
  private static int most(Status error) {
    return error.getCode() == Status.Code.UNIMPLEMENTED ? 1_300 : TICKS;
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_image_status_that_never_comes_is_no_lost_runtime(Status error) {
    storm.cri().failing("ImageStatus", error);
    assertThat(storm.boot().code().area()).isEqualTo("CRI");
    assertThat(storm.cri().calls("ImageStatus")).isLessThan(TRIES);
    assertThat(storm.cri().calls("PullImage")).isZero();
    assertThat(storm.cri().calls()).hasSizeLessThan(3 * TRIES);
    assertThat(storm.flaps()).isZero();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_pull_that_never_works_is_no_lost_runtime(Status error) {
    storm.cri().failing("PullImage", error);
    storm.boot();
    assertThat(storm.cri().calls("PullImage")).isBetween(1L, (long) TRIES);
    assertThat(storm.cri().calls()).hasSizeLessThan(4 * TRIES);
    assertThat(storm.flaps()).isZero();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void a_file_system_that_is_not_told_is_asked_for_once(Status error) {
    storm
        .cri()
        .failing("PullImage", Status.UNKNOWN.withDescription("no space left on device"))
        .failing("ImageFsInfo", error);
    assertThat(storm.boot().code()).isEqualTo(Code.IMAGE_DISK_FULL);
    assertThat(storm.cri().calls("ImageFsInfo")).isEqualTo(1);
  }

  @Test
  void a_runtime_that_each_pull_kills_is_pulled_from_ever_more_slowly() {
    for (int i = 0; i < 1000; i++) {
      storm.cri().pulling(new ScriptedCri.Pull.KillsServer());
    }
    assertThat(storm.boot().code().area()).isEqualTo("CRI");
    assertThat(storm.cri().calls("PullImage")).isLessThan(2 * TRIES);
    assertThat(storm.flaps()).isGreaterThan(10);
  }
}
