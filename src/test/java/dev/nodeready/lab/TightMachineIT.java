package dev.nodeready.lab;

import static dev.nodeready.lab.Guest.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that have little to give join a real control plane all the same. */
@Timeout(300)
@OnControlPlane(2)
class TightMachineIT {
  /**
   * Both names of the memory's limit: that of either kind of control groups. What was in force is
   * written down by the service itself: its group goes with its last process.
   */
  private static final String LITTLE =
      """
      [Service]
      MemoryMax=128M
      MemoryLimit=128M
      CPUQuota=10%
      ExecStartPost=/bin/sh -c 'cat /sys/fs/cgroup/memory/system.slice/nodeready.service/memory.limit_in_bytes \\
        /sys/fs/cgroup/system.slice/nodeready.service/memory.max >/run/memory; \\
        cat /sys/fs/cgroup/cpu/system.slice/nodeready.service/cpu.stat \\
        /sys/fs/cgroup/system.slice/nodeready.service/cpu.stat >/run/processor; true'
      """;

  private static final String SLOW =
      """
      [Service]
      Environment=LD_PRELOAD=/usr/local/lib/slow.so
      """;

  @TempDir private Path folder;

  @Test
  void joins_in_128_mb_on_a_tenth_of_a_core(ControlPlane plane) {
    Member member = Member.of(plane, "n1", folder).withPlugin("token-of-n1");
    member.files().withDropIn("nodeready.service", LITTLE);
    try (Guest guest = plane.boot(member)) {
      guest.await(60, JOINED);
      plane.awaitReady("n1");

      assertThat(guest.ok("cat /run/memory")).isEqualTo(String.valueOf(128 << 20));
      assertThat(guest.ok("cat /run/processor")).containsPattern("nr_throttled [1-9]");
      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      BootIT.accusesNobody(guest);
    }
  }

  @Test
  void joins_where_each_sync_takes_50_ms(ControlPlane plane) {
    Member member = Member.of(plane, "n1", folder).withPlugin("token-of-n1");
    member.files().withDropIn("nodeready.service", SLOW);
    Lab.script(
        "mkdir -p \"$0/usr/local/lib\"; gcc -shared -fPIC -O2 -o \"$0/usr/local/lib/slow.so\" src/test/lab/slow.c",
        folder.toString());
    try (Guest guest = plane.boot(member)) {
      guest.await(30, JOINED);
      plane.awaitReady("n1");

      assertThat(guest.property("nodeready.service", "NRestarts")).isEqualTo("0");
      assertThat(Integer.parseInt(guest.ok("stat -c %s /run/slow"))).as("syncs").isGreaterThan(5);
      BootIT.accusesNobody(guest);
    }
  }
}
