package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
    cpu("flags\t\t: fpu vme avx avx2");
    String here =
        script
            .replace("/usr/lib/jvm", folder + "/jvm")
            .replace("/proc/cpuinfo", folder + "/cpuinfo");
    launcher = program("home/bin/nodeready", here);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -XX:+NoSuchThing                | Unrecognized VM option 'NoSuchThing'
          -Xlog:class+load -XX:+UseG1GC   | Multiple garbage collectors selected
          -Xmx1                           | Initial heap size set to a larger value than the maximum heap size
          word                            | Could not find or load main class word
          """)
  void options_that_java_refuses_are_told_with_the_variable_that_has_them(
      String options, String why) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    Files.createDirectories(folder.resolve("home/runtime/bin"));
    Files.createSymbolicLink(folder.resolve("home/runtime/bin/java"), java);

    assertThat(said("status", Map.of("NODEREADY_JAVA_OPTS", options)))
        .isEqualTo(
            "1 nodeready: Java does not start with NODEREADY_JAVA_OPTS (%s): %s; correct or unset it,"
                    .formatted(options, why)
                + " here or in /etc/nodeready/environment\n");
  }

  @Test
  void java_is_started_once_unless_there_are_options_to_look_at() throws Exception {
    program("home/runtime/bin/java", "#!/bin/sh\necho once >>" + folder + "/starts\n");

    said("status");
    said("status", Map.of("NODEREADY_JAVA_OPTS", "-agentlib:jdwp=suspend=y"));
    assertThat(folder.resolve("starts")).hasContent("once\nonce");
    said("status", Map.of("NODEREADY_JAVA_OPTS", "-Xmx128m"));
    assertThat(folder.resolve("starts")).hasContent("once\nonce\nonce\nonce");
  }

  @ParameterizedTest
  @CsvSource({
    "flags\t\t: fpu sse4_2 avx avx2, true",
    "flags\t\t: fpu sse4_2 popcnt, false",
    "flags\t\t: fpu avx, true",
    "Features\t: fp asimd, true",
    "'', true"
  })
  void code_of_the_cache_that_a_processor_without_avx_cannot_run_is_left_alone(
      String line, boolean taken) throws Exception {
    cpu(line);
    program("home/runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");
    Files.createDirectories(folder.resolve("home/lib"));
    Files.writeString(folder.resolve("home/lib/nodeready.aot"), "");

    assertThat(said("status").contains("-XX:-AOTAdapterCaching -XX:-AOTStubCaching"))
        .isNotEqualTo(taken);
    assertThat(said("status")).contains("-XX:AOTCache=");
  }

  /** On others it does not start with that (globals_aarch64.hpp of HotSpot). */
  @ParameterizedTest
  @CsvSource({"flags\t\t: fpu avx, true", "Features\t: fp asimd, false", "'', false"})
  void a_watch_leaves_stacks_alone_only_where_java_takes_that(String line, boolean taken)
      throws Exception {
    cpu(line);
    program("home/runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");
    Files.createDirectories(folder.resolve("home/lib"));
    Files.writeString(folder.resolve("home/lib/nodeready.aot"), "");

    assertThat(said("watch").contains("-XX:StackShadowPages=")).isEqualTo(taken);
    assertThat(said("daemon")).doesNotContain("-XX:StackShadowPages=");
  }

  @Test
  void what_is_called_often_starts_with_a_small_cache_and_everything_else_with_all()
      throws Exception {
    program("home/runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");
    Files.createDirectories(folder.resolve("home/lib"));
    Files.writeString(folder.resolve("home/lib/nodeready.aot"), "");
    assertThat(said("status")).as("no small one").contains("lib/nodeready.aot");

    Files.writeString(folder.resolve("home/lib/short.aot"), "");

    for (String often :
        List.of(
            "status",
            "network",
            "config",
            "explain",
            "version",
            "--version",
            "-V",
            "--help",
            "-h")) {
      assertThat(said(often)).contains("lib/short.aot").doesNotContain("nodeready.aot");
    }
    for (String seldom : List.of("daemon", "init", "doctor", "watch", "analyze")) {
      assertThat(said(seldom)).contains("lib/nodeready.aot").doesNotContain("short.aot");
    }
  }

  @Test
  void config_starts_with_the_small_cache_by_nodeadms_name_and_the_rest_of_it_with_all()
      throws Exception {
    program("home/runtime/bin/java", "#!/bin/sh\necho \"$@\"\n");
    Files.createDirectories(folder.resolve("home/lib"));
    Files.writeString(folder.resolve("home/lib/nodeready.aot"), "");
    Files.writeString(folder.resolve("home/lib/short.aot"), "");
    Path nodeadm = Files.createSymbolicLink(launcher.resolveSibling("nodeadm"), launcher);

    assertThat(said(nodeadm, "config", Map.of()))
        .contains("lib/short.aot", "-Dnodeready.name=nodeadm");
    assertThat(said(nodeadm, "init", Map.of())).contains("lib/nodeready.aot");
  }

  private void cpu(String line) throws IOException {
    Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\n" + line + "\npower\t:\n");
  }

  @Test
  void options_for_other_java_programs_do_not_reach_it() throws Exception {
    program("home/runtime/bin/java", "#!/bin/sh\necho \"$JAVA_TOOL_OPTIONS$_JAVA_OPTIONS\"\n");

    assertThat(said("status", Map.of("JAVA_TOOL_OPTIONS", "-XX:+A", "_JAVA_OPTIONS", "-XX:+B")))
        .isEqualTo("0 \n");
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
    return said(argument, Map.of());
  }

  private String said(String argument, Map<String, String> variables) throws Exception {
    return said(launcher, argument, variables);
  }

  private String said(Path program, String argument, Map<String, String> variables)
      throws Exception {
    for (String tool : new String[] {"sed", "head", "readlink"}) {
      Path link = folder.resolve("bin").resolve(tool);
      Files.createDirectories(link.getParent());
      if (Files.notExists(link)) {
        Files.createSymbolicLink(link, Path.of("/usr/bin").resolve(tool));
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", program.toString(), argument).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(variables);
    builder.environment().put("PATH", folder.resolve("bin").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }
}
