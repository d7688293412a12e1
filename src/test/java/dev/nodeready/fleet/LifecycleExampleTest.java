package dev.nodeready.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's program for an Auto Scaling group, with programs that say what they were asked. */
class LifecycleExampleTest {
  @TempDir private Path folder;

  @Test
  void readmes_program_completes_the_lifecycle_action_of_an_instance() throws Exception {
    program(
        "curl", "case $* in *api/token) echo t0 ;; *'-token: t0 '*/instance-id) echo i-7 ;; esac");
    program("aws", "echo \"$*\"");

    String asked =
        "autoscaling complete-lifecycle-action --auto-scaling-group-name my-group"
            + " --lifecycle-hook-name join --instance-id i-7 --lifecycle-action-result ";
    assertThat(run(0)).isEqualTo(asked + "CONTINUE\n");
    assertThat(run(3)).isEqualTo(asked + "CONTINUE\n");
    assertThat(run(75)).isEmpty();
    assertThat(run(1)).isEqualTo(asked + "ABANDON\n");
    assertThat(run(78)).isEqualTo(asked + "ABANDON\n");
  }

  private String run(int exitCode) throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("#!/bin/sh\ncase $NODEREADY_EXIT_CODE");
    Path script = folder.resolve("tell-group");
    Files.writeString(script, readme.substring(from, readme.indexOf("```", from)));
    return Commands.withOnly(
            Map.of("PATH", folder + ":/bin:/usr/bin", "NODEREADY_EXIT_CODE", "" + exitCode))
        .run(Duration.ofSeconds(20), List.of("/bin/sh", script.toString()))
        .output();
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
