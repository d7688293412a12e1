package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildTest {
  @TempDir private Path folder;

  /** Seen: a bake was killed in between, and the next one met a containerd that it did not know. */
  @Test
  void does_not_begin_where_its_parent_is_gone_before_it_is_known() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GoneBefore.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid = Long.parseLong(parent.inputReader().readLine());
    Optional<ProcessHandle> held = ProcessHandle.of(pid);
    assertThat(parent.waitFor()).isEqualTo(9);
    if (held.isPresent()) {
      held.get().onExit().get();
    }

    assertThat(folder.resolve("began")).doesNotExist();
  }

  @Test
  void a_program_that_is_not_there_is_no_shell_s_matter() {
    assertThatThrownBy(
            () -> Child.start(List.of("no-such-program"), folder.resolve("log"), _ -> {}))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(Code.HOST_COMMAND_MISSING));
  }

  /** Seen: a bake on a disk that failed told that the shell was not installed. */
  @Test
  void a_log_that_cannot_be_written_is_no_program_s_matter() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path log : List.of(folder, file.resolve("log"))) {
      assertThatThrownBy(() -> Child.start(List.of("true"), log, _ -> {}))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().code()).isEqualTo(Code.HOST_WRITE_FAILED);
                assertThat(e.failure().permanent()).isFalse();
                assertThat(e.failure().tried()).isEqualTo("write " + log);
              });
    }
  }

  @Test
  void begins_with_nothing_on_its_standard_input_once_it_is_known() throws Exception {
    Path log = folder.resolve("log");
    Child child = Child.start(List.of("sh", "-c", "echo \"$1\"; cat", "sh", "a b"), log, _ -> {});
    CountDownLatch ended = new CountDownLatch(1);
    child.whenEnded(ended::countDown);
    ended.await();

    assertThat(child.lastLines(5)).containsExactly("a b");
  }

  /** Is gone while its child waits for the word. */
  static final class GoneBefore {
    private GoneBefore() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      var _ =
          Child.start(
              List.of("touch", folder.resolve("began").toString()),
              folder.resolve("log"),
              child -> {
                System.out.println(child.pid());
                Runtime.getRuntime().halt(9);
              });
    }
  }
}
