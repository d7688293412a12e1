package dev.nodeready.supervise;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTest {
  @TempDir private Path folder;

  /** Not started for the shell that would look for it. */
  @Test
  void a_program_that_is_not_there_is_told_before_anything_is_started() {
    for (String absent : List.of("no-such-kubelet", "/usr/bin/no-such-kubelet")) {
      assertThatThrownBy(
              () -> Ground.of(new Root(folder)).commandLine(List.of(absent), OptionalLong.empty()))
          .hasMessageContaining("HOST_COMMAND_MISSING")
          .hasMessageContaining(absent);
    }
  }
}
