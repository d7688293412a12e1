package dev.nodeready.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, with the system's own containerd. */
class RehearseIT {
  @TempDir private Path folder;

  @Test
  void a_rehearsal_does_the_whole_job_and_leaves_nothing_behind() throws Exception {
    List<String> mounts = mounts();

    Distribution.Ended ended = Distribution.run("rehearse", "--scratch", folder.toString());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("waiting for the container runtime: the socket is not there yet")
        .contains("no such file or directory");
    assertThat(ended.out())
        .containsPattern(
            "runtime/await-cri +unchanged +\\d\\.\\d+ s [ █]+(?:waited \\d\\.\\d+ s; )?containerd ")
        .containsPattern("runtime/sandbox-image +changed .*imported from")
        .containsPattern("rehearse/pull-image +changed .*pulled at attempt 1")
        .containsPattern("rehearse/pod-sandbox +changed .*run and removed");
    assertThat(ended.out()).contains("not rehearsed: ", "the join (there is no cluster)");
    assertThat(ended.err()).containsPattern("wrote /etc/containerd/.*, below " + folder);
    assertThat(folder).isEmptyDirectory();
    assertThat(mounts()).isEqualTo(mounts);
    String own = nameOf(ended.err());
    assertThat(controlGroups(own)).isEmpty();
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(line -> line.contains(own));
  }

  @Test
  void without_containerd_and_runc_it_says_at_once_what_is_missing() throws Exception {
    Process process =
        new ProcessBuilder(
                "env",
                "PATH=" + launcherPrograms(),
                "JAVA_HOME=" + System.getProperty("java.home"),
                Distribution.launcher().toString(),
                "rehearse")
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said)
        .contains("REHEARSAL_IMPOSSIBLE")
        .contains("there is no containerd on the PATH")
        .contains("there is no runc on the PATH")
        .contains("apt-get install containerd runc");
  }

  @Test
  void what_is_required_and_not_rehearsed_is_no_success_and_logs_of_a_failure_stay(
      @TempDir Path programs) throws Exception {
    linkAllBut("kubelet", programs);
    Distribution.Ended ended =
        Distribution.start(
                Map.of("PATH", programs.toString()),
                "rehearse",
                "--require",
                "kubelet",
                "--scratch",
                folder.toString())
            .await();

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err())
        .contains("rehearse/all-parts: degraded, REHEARSAL_INCOMPLETE (")
        .containsOnlyOnce("it is not installed")
        .containsOnlyOnce("install kubelet")
        .doesNotContain("KUBELET_VERSION_UNKNOWN");
    assertThat(ended.out())
        .contains("not rehearsed: the join")
        .doesNotContain("not rehearsed: kubelet")
        .containsPattern("logs kept: +" + Pattern.quote(folder + "/") + "\\S+/var/log/nodeready\n");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).map(Path::toString))
          .singleElement()
          .asString()
          .endsWith("/var/log/nodeready/containerd.log");
    }
  }

  /** Makes of a folder a PATH with all programs of this machine but one. */
  private static void linkAllBut(String absent, Path programs) throws IOException {
    List<Path> folders =
        Stream.of(System.getenv("PATH").split(":", -1))
            .map(Path::of)
            .filter(Files::isDirectory)
            .toList();
    for (Path each : folders) {
      try (Stream<Path> files = Files.list(each)) {
        for (Path program : files.filter(Files::isExecutable).toList()) {
          Path link = programs.resolve(program.getFileName());
          if (!program.endsWith(absent) && !Files.exists(link)) {
            Files.createSymbolicLink(link, program.toAbsolutePath());
          }
        }
      }
    }
  }

  /** A PATH with what the launcher uses and nothing else. */
  private Path launcherPrograms() throws IOException {
    for (String program : List.of("sh", "readlink", "dirname", "basename", "sed", "java")) {
      Path link = folder.resolve(program);
      Path target = Path.of("/usr/bin", program);
      if (!Files.exists(link) && Files.exists(target)) {
        Files.createSymbolicLink(link, target);
      }
    }
    return folder;
  }

  /** Mounts where a rehearsal works; others come and go with whatever else runs on the machine. */
  private List<String> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .filter(line ->
            line.contains(folder.toString())
                || line.contains(" /run/containerd ")
                || line.contains(" /var/lib/kubelet ")
                || line.contains(" /proc/sys/"))
        .toList();
  }

  /**
   * Of the rehearsal that has said this: others rehearse on this machine too, in guests and bakes.
   */
  private String nameOf(String said) {
    Matcher name =
        Pattern.compile(Pattern.quote(folder + "/") + "(nodeready-rehearsal-\\w+)").matcher(said);
    assertThat(name.find()).as(said).isTrue();
    return name.group(1);
  }

  /**
   * Those of other tests go away meanwhile, which find passes over. It is waited for to its end: it
   * closes what it writes before that, and its own words are those that are looked for here.
   */
  private static String controlGroups(String name) throws IOException, InterruptedException {
    Process find =
        new ProcessBuilder("find", "/sys/fs/cgroup", "-name", "*" + name + "*")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String found = find.inputReader().readAllAsString();
    find.waitFor();
    return found;
  }
}
