package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the setup of instance-store disks, its tools, or the machine, at calls of mdadm, mkfs.xfs
 * and cp, in a virtual machine. Whatever was killed, the next run finishes it, and the folders hold
 * to the last attribute what they held. By command alone, since each case takes a minute without
 * KVM; {@code -Ddisks.step=1} has all calls of all tools, and takes hours.
 */
@Tag("matrix")
@Timeout(18000)
class DiskKillsInMachineIT {
  private static final Path SCRIPT = Path.of("src/test/lab/machine-kills");

  /** Besides, one in so many of all cases; none without a word. */
  private static final int STEP = Integer.getInteger("disks.step", Integer.MAX_VALUE);

  private static final List<String> HOWS = List.of("before", "after", "both", "child", "cut");

  private static VirtualMachine machine;

  /** At the call of this number, of this tool. */
  private record Kill(int turn, String tool, String how) {}

  @BeforeAll
  static void boot(@TempDir Path folder) throws IOException {
    Layer quiet = new Layer(folder);
    for (String unit : List.of("", "-config", "-runtime-config", "-cloud-final")) {
      quiet.withDropIn("nodeready" + unit + ".service", "[Unit]\nConditionPathExists=/go\n");
    }
    quiet.withProgram("/usr/local/sbin/machine-kills", Files.readString(SCRIPT));
    machine =
        VirtualMachine.boot(
            VirtualMachine.Hardware.of(
                Lab.get().node(quiet),
                "AWS1=320M,nvme",
                "AWS2=320M,nvme",
                "AWS3=320M,nvme",
                "AWS4=320M,nvme"));
    machine.ok("machine-kills prepare");
  }

  @AfterAll
  static void cutThePower() {
    if (machine != null) {
      machine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raid0", "raid10", "mount"})
  void wherever_it_is_killed_the_next_run_finishes_it_and_nothing_is_lost(String strategy) {
    List<String> tools = List.of(machine.ok("machine-kills count " + strategy).split(" "));
    assertThat(tools).contains("mkfs.xfs", strategy.equals("mount") ? "systemctl" : "mdadm");
    List<Kill> kills = kills(tools, strategy.length());
    long begun = System.nanoTime();
    for (Kill kill : kills) {
      machine.ok("machine-kills reset");
      String run = "machine-kills run %s %d %s".formatted(strategy, kill.turn(), kill.how());
      if (kill.how().equals("cut")) {
        assertThat(machine.sh(run).text()).as("%s", kill).contains("went down");
        machine.powerCut();
      } else {
        machine.ok(run);
      }
      if (kill.turn() % 4 == 0) {
        machine.reboot();
      }
      machine.ok("machine-kills finish " + strategy);
    }
    System.out.printf(
        "%s: %d of %d cases at %d calls of tools, %d s%n",
        strategy,
        kills.size(),
        tools.size() * HOWS.size(),
        tools.size(),
        (System.nanoTime() - begun) / 1_000_000_000);
  }

  /**
   * The first that makes something of each kind is cut off in the middle, with and without power.
   */
  private static List<Kill> kills(List<String> tools, int first) {
    List<Kill> kills = new ArrayList<>();
    int at = first;
    for (int turn = 1; turn <= tools.size(); turn++) {
      String tool = tools.get(turn - 1);
      boolean makes = List.of("mdadm", "mkfs.xfs", "cp").contains(tool) && firstOf(tools, turn);
      for (String how : HOWS) {
        boolean middle = makes && List.of("both", "cut").contains(how);
        if (at++ % STEP == 0 || middle) {
          kills.add(new Kill(turn, tool, how));
        }
      }
    }
    return kills;
  }

  private static boolean firstOf(List<String> tools, int turn) {
    return tools.indexOf(tools.get(turn - 1)) == turn - 1;
  }
}
