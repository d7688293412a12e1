package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the setup of disks, and the tools that it runs, on a real file system; some cases here, all
 * of them by {@code src/test/run -Dit.test=DiskKillsIT -Ddisks.step=1}, for five minutes.
 */
@Tag("real")
class DiskKillsIT {
  private static final Path SCRIPT = Path.of("src/test/lab/disk-kills").toAbsolutePath();

  /** Of what each step can meet there are five kinds; any step but a multiple of five has all. */
  private static final String STEP = System.getProperty("disks.step", "17");

  @Test
  @Timeout(1200)
  void wherever_it_is_killed_the_next_run_finishes_it_and_nothing_is_lost() throws Exception {
    Needs.that("root".equals(System.getProperty("user.name")), "disks are set up by root");
    Needs.that(
        Files.readString(Path.of("/proc/filesystems")).contains("xfs")
            && Files.isExecutable(Path.of("/usr/sbin/mkfs.xfs")),
        "a kernel with XFS, and mkfs.xfs: run src/test/setup/10-packages");
    ProcessBuilder victims =
        new ProcessBuilder(
            List.of(
                SCRIPT.toString(),
                "0",
                STEP,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DiskVictim.class.getName()));
    Process process = victims.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).containsPattern("\\d+ cases of \\d+, killed at \\d\\d+ tools");
  }
}
