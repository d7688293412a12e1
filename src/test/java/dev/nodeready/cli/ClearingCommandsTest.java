package dev.nodeready.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.report.ExitCode;
import dev.nodeready.tree.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nodeready reset} and {@code clean} below a scratch root, which no daemon runs on. */
class ClearingCommandsTest {
  private static final String STATE = "/var/lib/kubelet/cpu_manager_state";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void a_reset_tells_what_went_and_a_second_one_that_there_is_nothing() throws Exception {
    write(STATE, "{}");

    assertThat(run("reset", "--yes")).isEqualTo(ExitCode.DONE);
    assertThat(text()).startsWith("removed " + STATE + "\nthis machine is no node any more; ");
    assertThat(folder.resolve(STATE.substring(1))).doesNotExist();

    assertThat(run("reset")).as("nobody has to be asked").isEqualTo(ExitCode.DONE);
    assertThat(text()).isEqualTo("nothing is left of a node on this machine: nothing to do\n");
  }

  @Test
  void a_dry_run_tells_what_would_go() throws Exception {
    write(STATE, "{}");
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");

    assertThat(run("reset", "--dry-run")).isEqualTo(ExitCode.DONE);
    assertThat(text()).isEqualTo("would remove " + STATE + "\n");
    assertThat(run("clean", "--dry-run")).isEqualTo(ExitCode.DONE);
    assertThat(text()).isEqualTo("would remove " + STATE + "\nwould empty /etc/machine-id\n");
    assertThat(folder.resolve(STATE.substring(1))).exists();
  }

  @Test
  void programs_get_what_went_what_stays_and_what_needs_a_look() throws Exception {
    write(STATE, "{}");
    write("/etc/cni/net.d/10-x.conflist", "{}");
    write("/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/x", "");

    assertThat(run("reset", "--yes", "-o", "json")).isEqualTo(ExitCode.DEGRADED);

    Map<String, ?> document = JsonObject.read(text(), "reset");
    assertThat(document.get("exitCode")).isEqualTo(3L);
    assertThat(document.get("failure")).isNull();
    assertThat(document.get("dryRun")).isEqualTo(false);
    assertThat(document.get("gone")).isEqualTo(List.of(Map.of("how", "remove", "what", STATE)));
    assertThat(String.valueOf(document.get("stays"))).contains("10-x.conflist");
    assertThat(String.valueOf(document.get("looks"))).contains("code=CRI_POD_LEFT");
  }

  @Test
  void what_stays_that_should_go_ends_it_with_three() throws Exception {
    write("/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/x", "");

    assertThat(run("reset", "--yes")).isEqualTo(ExitCode.DEGRADED);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("CRI_POD_LEFT: tried to remove ");
    assertThat(text()).isEqualTo("the rest is for the next run\n");
  }

  @Test
  void a_node_is_cleaned_by_force_alone() throws Exception {
    Files.createDirectories(folder.resolve("sys/class"));
    write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    write(
        "/var/lib/nodeready/joined",
        "node=n1\napiServer=a\nmachineID=%1$s\nsystemUUID=%1$s\n"
            .formatted("0123456789abcdef0123456789abcdef"));

    assertThat(run("clean")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("HOST_JOINED", "nodeready reset");
    assertThat(run("clean", "--force")).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("etc/machine-id")).isEmptyFile();
  }

  private int run(String... words) {
    out.reset();
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--root", folder.toString()));
    return new Cli(new Streams(new PrintStream(out), new PrintStream(err)))
        .run(line.toArray(String[]::new));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void write(String path, String text) throws IOException {
    Path place = folder.resolve(path.substring(1));
    Files.createDirectories(place.getParent());
    Files.writeString(place, text);
  }
}
