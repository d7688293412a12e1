package dev.nodeready.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemediesTest {
  @TempDir Path folder;

  @Test
  void the_log_of_a_daemon_that_runs_as_a_child_is_a_file_and_not_the_journal() {
    ProcessSupervisor children = new ProcessSupervisor(new Root(folder), _ -> List.of());
    assertThat(placed(new Root(folder), children, "see its log: journalctl -u kubelet"))
        .isEqualTo("see its log: tail -n 50 " + folder + "/var/log/nodeready/kubelet.log");
    assertThat(
            placed(new Root(folder), children, "see journalctl -u kubelet -u containerd; and wait"))
        .isEqualTo(
            "see tail -n 50 %1$s/kubelet.log; tail -n 50 %1$s/containerd.log; and wait"
                .formatted(folder.resolve("var/log/nodeready")));
  }

  @Test
  void nobody_is_sent_to_a_journal_that_may_not_be_there() {
    assertThat(placed(Root.MACHINE, new NoSupervisor(), "see its log: journalctl -u containerd"))
        .isEqualTo("see its log: the log of containerd");
  }

  @Test
  void files_and_commands_follow_the_root() {
    assertThat(
            placed(
                new Root(folder),
                new NoSupervisor(),
                "write it into /etc/eks/kubelet-version.txt; then nodeready init --only kubelet; see"
                    + " unix:///run/x.sock and "
                    + folder
                    + "/var/lib/y"))
        .isEqualTo(
            "write it into %1$s/etc/eks/kubelet-version.txt; then nodeready init --root %1$s --only"
                    .formatted(folder)
                + " kubelet; see unix:///run/x.sock and "
                + folder
                + "/var/lib/y");
  }

  @Test
  void below_a_root_nobody_is_sent_to_the_unit_of_the_machine() {
    String remedy = Code.BOOT_STOPPED.remedy();
    assertThat(placed(Root.MACHINE, new NoSupervisor(), remedy)).contains("systemctl restart");
    assertThat(placed(new Root(folder), new NoSupervisor(), remedy))
        .isEqualTo("begin again: nodeready init --root " + folder);
  }

  @Test
  void on_the_machine_itself_nothing_changes() {
    String remedy = "see /etc/hosts, journalctl -u foo and nodeready status";
    assertThat(placed(Root.MACHINE, new NoSupervisor(), remedy)).isEqualTo(remedy);
  }

  private static String placed(Root root, Supervisor supervisor, String remedy) {
    return new Remedies(root, supervisor).apply(remedy);
  }
}
