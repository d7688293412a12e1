package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePinTest {
  private static final String IMAGE = "localhost/kubernetes/pause:latest";

  @TempDir private Path folder;
  private final ManualTime time = new ManualTime();
  private ScriptedCri cri;

  @BeforeEach
  void start() {
    cri = ScriptedCri.up(folder.resolve("cri.sock"));
  }

  @AfterEach
  void stop() {
    cri.close();
  }

  @Test
  void a_pinned_image_costs_one_question() throws Exception {
    cri.has(IMAGE);

    assertThat(pin(_ -> {})).isEqualTo(new ImagePin.AlreadyPinned());
    assertThat(cri.calls()).containsExactly("ImageStatus");
  }

  @Test
  void an_image_that_is_not_pinned_gets_pinned() throws Exception {
    cri.has(IMAGE, false);

    assertThat(pin(name -> cri.has(name, true))).isEqualTo(new ImagePin.Pinned());
  }

  @Test
  void a_runtime_that_knows_no_pins_is_told_after_half_a_second() throws Exception {
    cri.has(IMAGE, false);

    assertThat(pin(_ -> {})).isInstanceOf(ImagePin.NotPinned.class);
    assertThat(Duration.ofNanos(time.nanos())).isLessThan(Duration.ofMillis(600));
  }

  @Test
  void a_tool_that_fails_is_no_failure_of_the_boot() throws Exception {
    cri.has(IMAGE, false);

    assertThat(
            pin(_ -> {
              throw Failure.passing(Code.IMAGE_TOOL_FAILED, "pin", "not supported", "look")
                  .asException();
            }))
        .isEqualTo(new ImagePin.NotPinned("not supported"));
  }

  private ImagePin.Result pin(Consumer<String> how) throws InterruptedException {
    return new ImagePin(new CriEndpoint(folder.resolve("cri.sock")), new Tools(how))
        .pin(IMAGE, Deadline.after(Duration.ofMinutes(1), time));
  }

  private record Tools(Consumer<String> how) implements ImageTools {
    @Override
    public void pin(String name) {
      how.accept(name);
    }

    @Override
    public void importArchive(Path archive, String snapshotter) {
      throw new AssertionError("a pin imports nothing");
    }

    @Override
    public Set<String> names() {
      throw new AssertionError("a pin lists nothing");
    }

    @Override
    public boolean isUnpacked(String name, String snapshotter) {
      throw new AssertionError("a pin asks no snapshotter");
    }

    @Override
    public void remove(Set<String> names) {
      throw new AssertionError(names);
    }

    @Override
    public void tag(String from, String to) {
      throw new AssertionError("a pin tags nothing");
    }
  }
}
