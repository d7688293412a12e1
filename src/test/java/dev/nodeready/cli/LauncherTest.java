package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher where no runtime is shipped beside it and no JDK is where it looks first. */
class LauncherTest {
  @TempDir private Path folder;
  private Path launcher;

  @BeforeEach
  void copy() throws IOException {
    String script = Files.readString(Path.of("src/main/launcher/nodeready"));
    launcher = program("home/bin/nodeready", script.replace("/usr/lib/jvm", folder + "/jvm"));
  }

  @ParameterizedTest
  @CsvSource({
    "'java version \"1.8.0_412\"', 8",
    "'openjdk version \"17.0.13\" 2024-10-15', 17",
    "'openjdk version \"24-ea\" 2025-03-18', 24",
    "'no such thing', of an unknown version"
  })
  void an_old_java_is_told_with_its_version_and_its_place(String says, String version)
      throws Exception {
    java(says);

    assertThat(said("status"))
        .isEqualTo(
            "1 nodeready: Java %s found (%s), 25 wanted; install JDK 25 or set JAVA_HOME to one\n"
                .formatted(version, folder.resolve("bin/java")));
  }

  @ParameterizedTest
  @CsvSource({"25", "26.0.1"})
  void one_that_is_new_enough_is_started(String version) throws Exception {
    java("openjdk version \"" + version + "\" 2026-01-01");

    assertThat(said("status")).isEqualTo("0 started\n");
  }

  @Test
  void without_any_java_it_says_where_it_looked() throws Exception {
    assertThat(said("status")).startsWith("1 nodeready: no Java runtime: tried ");
  }

  @Test
  void a_folder_that_is_gone_is_told_before_java_does() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    String line = "cd %s && rmdir %s && exec /bin/sh %s status".formatted(gone, gone, launcher);
    Process process = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("nodeready: the folder that it is called in is gone; go to another one: cd /\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private void java(String version) throws IOException {
    program(
        "bin/java",
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo '%s' >&2; else echo started; fi
        """
            .formatted(version));
  }

  private Path program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String said(String argument) throws Exception {
    for (String tool : new String[] {"sed", "head", "readlink"}) {
      Path link = folder.resolve("bin").resolve(tool);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of("/usr/bin").resolve(tool));
    }
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", launcher.toString(), argument).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", folder.resolve("bin").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }
}
