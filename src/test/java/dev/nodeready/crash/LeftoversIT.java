package dev.nodeready.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import dev.nodeready.crash.Trip.How;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal, and so a bake, takes its scratch folder away from a disk that fails as it does. */
@Tag("real")
class LeftoversIT {
  @TempDir private Path folder;
  @TempDir private Path scratch;

  @Test
  void a_scratch_folder_goes_whole_where_one_file_of_it_went_at_the_second_try_alone()
      throws Exception {
    Trip.Ran ran = failing(How.EIO);

    assertThat(ran.exitCode()).as(ran.said()).isZero();
    assertThat(scratch).isEmptyDirectory();
    assertThat(ran.said()).doesNotContain("could not be removed");
  }

  @Test
  void what_of_it_never_goes_is_told_and_no_more_than_that_stays() throws Exception {
    Trip.Ran ran = failing(How.EIO_FROM_THEN_ON);

    assertThat(ran.exitCode()).as(ran.said()).isZero();
    assertThat(ran.said())
        .containsPattern(scratch + "/nodeready-rehearsal-\\S+ could not be removed");
    try (Stream<Path> left = Files.walk(scratch)) {
      assertThat(left).as("the folder, and the one in it that was the last to go").hasSize(3);
    }
  }

  /** The last part of the scratch folder fails to go. */
  private Trip.Ran failing(How how) throws Exception {
    Trip trip = Trip.in(folder);
    List<String> words =
        List.of(Distribution.launcher().toString(), "rehearse", "--scratch", scratch.toString());
    String removal =
        trip.count(scratch.toString(), Map.of(), words).calls().stream()
            .filter(call -> call.matches("unlink .*/nodeready-rehearsal-/[^.]*"))
            .reduce((a, b) -> b)
            .orElseThrow();
    Trip.Ran ran = trip.at(removal, how, scratch.toString(), Map.of(), words);
    assertThat(ran.tripped()).as(removal).isTrue();
    return ran;
  }
}
