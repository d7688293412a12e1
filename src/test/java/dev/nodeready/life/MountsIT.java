package dev.nodeready.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nodeready.Needs;
import dev.nodeready.catalogue.Code;
import dev.nodeready.disks.MountTable;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real mounts below a scratch root. */
class MountsIT {
  private static final String POD = "/var/lib/kubelet/pods/uid/volumes/";

  private final Commands commands = new Commands(Map.of());

  @TempDir private Path folder;
  private NodeOnDisk machine;
  private Path data;

  @BeforeEach
  void mount() throws Exception {
    Needs.that(Privileges.own().mayMount(), "root, who may mount");
    // The kernel tells of mounts without links.
    folder = folder.toRealPath();
    machine = new NodeOnDisk(folder);
    data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("file"), "somebody's data");
    run("mount", "--bind", data.toString(), made(POD + "bound"));
    run("mount", "-t", "tmpfs", "none", made(POD + "memory"));
    run("mount", "-t", "tmpfs", "none", made(POD + "memory/sub"));
  }

  @AfterEach
  void unmount() throws InterruptedException {
    for (String point : MountTable.read().below(folder.toString()).reversed()) {
      run("umount", "--lazy", point);
    }
  }

  @Test
  void volumes_are_unmounted_from_the_top_and_their_content_stays() throws Exception {
    Account account = reset();

    assertThat(account.looks()).isEmpty();
    assertThat(account.gone())
        .extracting(Account.Gone::how, Account.Gone::what)
        .startsWith(
            tuple("unmount", at(POD + "memory/sub")),
            tuple("unmount", at(POD + "memory")),
            tuple("unmount", at(POD + "bound")));
    assertThat(MountTable.read().below(folder.toString())).isEmpty();
    assertThat(machine.has("/var/lib/kubelet/pods")).isFalse();
    assertThat(data.resolve("file")).hasContent("somebody's data");
  }

  @Test
  void a_volume_that_is_in_use_is_let_go_lazily_and_told() throws Exception {
    Process user = new ProcessBuilder("sleep", "60").directory(data("bound").toFile()).start();
    try {
      Account account = reset();

      assertThat(account.looks())
          .extracting(Failure::code)
          .containsExactly(Code.KUBELET_MOUNT_LEFT);
      assertThat(account.looks().getFirst().toLine()).contains(at(POD + "bound"), "lazily");
      assertThat(machine.has("/var/lib/kubelet/pods")).isFalse();
      assertThat(data.resolve("file")).hasContent("somebody's data");
      assertThat(reset().isNothing()).isTrue();
    } finally {
      user.destroyForcibly().waitFor();
    }
  }

  @Test
  void what_still_has_a_mount_below_it_is_not_removed() {
    assertThatThrownBy(() -> Traces.removal(machine.root(), "/var/lib/kubelet/pods/uid").act().go())
        .hasMessageContaining("KUBELET_MOUNT_LEFT");
    assertThat(data.resolve("file")).hasContent("somebody's data");
  }

  @Test
  void a_disk_that_the_machine_has_mounted_for_kubelet_stays() throws Exception {
    String disk = "/var/lib/kubelet/plugins";
    run("mount", "-t", "tmpfs", "none", made(disk));
    machine.write(disk + "/csi.example/state", "");

    Account account = reset();

    assertThat(account.looks()).isEmpty();
    assertThat(MountTable.read().below(folder.toString())).containsExactly(at(disk));
    assertThat(machine.has(disk + "/csi.example")).isFalse();
  }

  private Account reset() throws InterruptedException {
    return new Reset(machine.site(), false).run(false, line -> {});
  }

  private Path data(String volume) {
    return machine.root().at(POD + volume);
  }

  private String at(String path) {
    return machine.root().at(path).toString();
  }

  private String made(String path) throws IOException {
    return Files.createDirectories(machine.root().at(path)).toString();
  }

  private void run(String... words) throws InterruptedException {
    Commands.Result result = commands.run(Duration.ofSeconds(10), List.of(words));
    assertThat(result.ok()).as(result.lastWords()).isTrue();
  }
}
