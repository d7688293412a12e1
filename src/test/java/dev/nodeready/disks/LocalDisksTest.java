package dev.nodeready.disks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.ManualTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDisksTest {
  @TempDir private Path folder;

  /** Seen: the plan said "nothing is to be done, or there is nothing to do it with". */
  @Test
  void a_machine_without_disks_hears_the_same_of_the_plan_and_of_the_setup() throws Exception {
    LocalDisks disks =
        new LocalDisks(new Root(folder), new Tools(new Commands(Map.of())), new ManualTime());

    for (Strategy strategy : List.of(Strategy.RAID0, Strategy.MOUNT)) {
      DisksOrder order = new DisksOrder(strategy, "", Set.of());
      String told = "this machine has no instance-store disks, so nothing is to be done";
      assertThat(disks.plan(order)).containsExactly(told);
      assertThat(disks.setUp(order).words()).isEqualTo(told);
    }
  }
}
