package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How often a runtime is asked that says for five minutes that it will be there in a moment. */
class StormIT {
  /**
   * Each look costs a fixed share of the time that has gone by: 250 in the first quarter of a
   * second, and as many whenever that time has grown by the factor e.
   */
  private static final int LOOKS = 2_200;

  @TempDir Path folder;

  static Stream<Status> notInitialized() {
    return Storm.errors("server is not initialized yet");
  }

  @ParameterizedTest
  @MethodSource("notInitialized")
  void a_version_that_never_comes_is_asked_for_ever_more_slowly(Status error) {
    assertLooks("Version", error);
  }

  @ParameterizedTest
  @MethodSource("notInitialized")
  void a_status_that_never_comes_is_asked_for_ever_more_slowly(Status error) {
    assertLooks("Status", error);
  }

  private void assertLooks(String method, Status error) {
    try (Storm storm = new Storm(folder.resolve("cri.sock"))) {
      storm.cri().failing(method, error);
      assertThat(storm.boot().code().area()).isEqualTo("CRI");
      assertThat(storm.cri().calls(method)).isBetween(1L, (long) LOOKS);
    }
  }
}
