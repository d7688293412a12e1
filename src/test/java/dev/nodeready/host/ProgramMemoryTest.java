package dev.nodeready.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program told is told again without it, as long as it is the very same file. */
class ProgramMemoryTest {
  private static final String ELF = "\u007fELF and code";

  @TempDir private Path folder;
  private Path kubelet;
  private int asked;

  @BeforeEach
  void install() throws IOException {
    kubelet = Files.writeString(folder.resolve("kubelet"), ELF);
  }

  /** A run that asks, and keeps what it has heard. */
  private String run(Path file, String says) throws InterruptedException {
    ProgramMemory memory = new ProgramMemory(new Root(folder));
    ProgramVersion version =
        memory.version(
            "kubelet",
            Optional.of(file),
            () -> {
              asked++;
              return says;
            });
    memory.keep();
    return version.toString();
  }

  @Test
  void what_it_told_is_not_asked_for_again() throws Exception {
    assertThat(run(kubelet, "Kubernetes v1.34.2")).isEqualTo("1.34.2");
    Path link = Files.createSymbolicLink(folder.resolve("link"), kubelet);

    assertThat(run(kubelet, "")).isEqualTo("1.34.2");
    assertThat(run(link, "")).isEqualTo("1.34.2");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void one_that_was_upgraded_is_asked_though_its_size_and_time_are_the_same() throws Exception {
    FileTime built = FileTime.fromMillis(1_700_000_000_000L);
    Files.setLastModifiedTime(kubelet, built);
    run(kubelet, "Kubernetes v1.34.2");
    Path other = Files.writeString(folder.resolve("new"), ELF.replace("and", "new"));
    Files.setLastModifiedTime(other, built);
    Files.move(other, kubelet, StandardCopyOption.REPLACE_EXISTING);

    assertThat(run(kubelet, "Kubernetes v1.35.0")).isEqualTo("1.35.0");
    assertThat(run(kubelet, "")).isEqualTo("1.35.0");
  }

  @Test
  void one_that_is_written_anew_while_it_tells_is_asked_again() throws Exception {
    ProgramMemory memory = new ProgramMemory(new Root(folder));
    var _ = memory.version("kubelet", Optional.of(kubelet), this::upgradeMeanwhile);
    memory.keep();

    assertThat(run(kubelet, "Kubernetes v1.35.0")).isEqualTo("1.35.0");
  }

  private String upgradeMeanwhile() {
    try {
      Files.writeString(kubelet, "more", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return "Kubernetes v1.34.2";
  }

  @Test
  void what_starts_another_program_is_asked_each_time() throws Exception {
    Path script = Files.writeString(folder.resolve("kubelet"), "#!/bin/sh\nexec /opt/kubelet\n");
    Path many = Files.writeString(folder.resolve("snap"), ELF);

    for (Path one : List.of(script, many)) {
      run(one, "Kubernetes v1.34.2");
      assertThat(run(one, "Kubernetes v1.35.0")).isEqualTo("1.35.0");
    }
  }

  @Test
  void a_memory_that_says_nothing_or_something_else_counts_for_nothing() throws Exception {
    run(kubelet, "Kubernetes v1.34.2");
    Path file = folder.resolve("var/lib/nodeready/programs");
    String whole = Files.readString(file);

    for (String other : List.of("", "\0\0\0", whole.substring(0, 20), "x" + whole.substring(6))) {
      Files.writeString(file, other);
      assertThat(run(kubelet, "Kubernetes v1.35.0")).as(other).isEqualTo("1.35.0");
    }
  }

  @Test
  void a_program_that_cannot_tell_is_asked_again_and_what_is_known_of_others_stays()
      throws Exception {
    run(kubelet, "Kubernetes v1.34.2");
    Path file = folder.resolve("var/lib/nodeready/programs");
    String whole = Files.readString(file);
    Path other = Files.createDirectories(folder.resolve("other")).resolve("kubelet");

    assertThat(run(Files.writeString(other, ELF), "no version")).isEqualTo("unknown");

    assertThat(file).hasContent(whole);
  }

  @Test
  void a_program_in_another_root_is_not_taken_for_the_one_here() {
    Commands there = Commands.elsewhere(words -> List.of("chroot", "/image"));

    assertThat(there.file("sh")).isEmpty();
    assertThat(new Commands(Map.of()).file("sh")).isPresent();
  }
}
