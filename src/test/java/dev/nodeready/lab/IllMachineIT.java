package dev.nodeready.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Ill;
import dev.nodeready.doctor.Logs;
import dev.nodeready.doctor.Named;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that has joined is spoiled in many ways, one boot for all of them: the program itself
 * names each, however many there are at once, and none any more when it is mended.
 */
@InBootLab
@Timeout(120)
class IllMachineIT {
  /**
   * One way to spoil it.
   *
   * @param spoil in shell
   * @param mend likewise
   * @param names what the finding has to tell
   */
  private record Fault(Code code, On on, String spoil, String mend, String names) {}

  /** Whatever was before: systemd counts starts. */
  private static final String RESTART =
      "systemctl reset-failed kubelet.service; systemctl restart kubelet.service; ";

  /** Tried until the journal knows whose the reason is, which a process says as its last word. */
  private static final String REFUSED =
      "chmod 644 /usr/bin/kubelet; sleep 1; since=$(date +%s); timeout 20 sh -c \"until journalctl -b -q"
          + " -u kubelet --since @$since | grep -q 'Failed at step EXEC'; do "
          + RESTART
          + "sleep 0.3; done\"";

  private static final String TAKEN = "chmod 755 /usr/bin/kubelet; " + RESTART;
  private static final String NET = "/etc/cni/net.d";

  private static final List<Fault> TOGETHER =
      List.of(
          new Fault(
              Code.HOST_PROGRAM_NOT_EXECUTABLE, On.SYSTEMD, REFUSED, TAKEN, "/usr/bin/kubelet"),
          new Fault(
              Code.HOST_READ_ONLY,
              On.KERNEL,
              "mount --bind /var/log /var/log; mount -o remount,bind,ro /var/log",
              "umount -l /var/log",
              "/var/log"),
          new Fault(
              Code.HOST_DISK_LOW,
              On.KERNEL,
              "mount -t tmpfs -o size=40m tmpfs /var/lib/kubelet;"
                  + " head -c 37m /dev/zero >/var/lib/kubelet/ballast",
              "umount /var/lib/kubelet",
              "/var/lib/kubelet"),
          new Fault(
              Code.HOST_CNI_BROKEN,
              On.CONTAINERD,
              "echo '{oops' >" + NET + "/00-x.conf",
              "rm " + NET + "/00-x.conf",
              "00-x.conf"),
          new Fault(
              Code.HOST_LOCALHOST_UNRESOLVED,
              On.KERNEL,
              "cp /etc/hosts /run/hosts; echo '192.0.2.9 localhost' >/etc/hosts",
              "cp /run/hosts /etc/hosts",
              "another machine"),
          new Fault(
              Code.HOST_INTERFACE_WITHOUT_ADDRESS,
              On.KERNEL,
              "ip addr flush dev eth0",
              "ip addr add 192.0.2.10/24 dev eth0",
              "no network interface"));

  private static final List<Fault> ALONE =
      List.of(
          new Fault(
              Code.HOST_SELINUX_LABEL,
              On.SYSTEMD,
              "mount -t tmpfs tmpfs /sys/fs/selinux; echo 1 >/sys/fs/selinux/enforce; " + REFUSED,
              "umount /sys/fs/selinux; " + TAKEN,
              "SELinux is enforced"),
          new Fault(
              Code.HOST_CNI_MISNAMED,
              On.CONTAINERD,
              "mv " + NET + "/10-bridge.conflist " + NET + "/10-bridge.conflist.bak",
              "mv " + NET + "/10-bridge.conflist.bak " + NET + "/10-bridge.conflist",
              "10-bridge.conflist.bak"));

  @TempDir private Path folder;

  @Test
  void each_fault_is_named_and_none_of_them_when_it_is_mended() throws Exception {
    try (Guest guest = Guest.boot(Lab.get().node())) {
      guest.await(30, Guest.JOINED);

      named(guest, TOGETHER);
      ALONE.forEach(fault -> named(guest, List.of(fault)));
      clock(guest);

      mended(guest);
      outOfMemory(guest);
    }
  }

  private static void named(Guest guest, List<Fault> faults) {
    faults.forEach(fault -> guest.ok(fault.spoil()));
    long from = guest.millis();
    Answer told = Answer.of(guest.sh("nodeready doctor -o json").text());
    Duration took = Duration.ofMillis(guest.millis() - from);
    faults.forEach(fault -> guest.ok(fault.mend()));

    assertThat(took).isLessThan(Named.LIMIT);
    for (Fault fault : faults) {
      Answer finding = finding(told, fault.code());
      assertThat(finding.text("what")).as(told::toString).contains(fault.names());
      assertThat(finding.text("confidence")).isIn("seen", "likely");
      assertThat(finding.list("evidence")).isNotEmpty();
      Causes.proved(fault.code(), fault.on(), fault.spoil(), took, finding.text("what"));
    }
    failuresBeforeWarnings(told);
  }

  /** The stand-in for kubelet has no credentials, which is no fault of any of them. */
  private static void mended(Guest guest) {
    String told = guest.sh("nodeready doctor --only HOST").text();
    assertThat(told).startsWith("nothing is wrong");
  }

  /** What blocks stands before what the node lives with. */
  private static void failuresBeforeWarnings(Answer told) {
    List<String> weights = new ArrayList<>();
    told.list("findings").forEach(finding -> weights.add(finding.text("weight")));
    assertThat(weights).isSorted();
  }

  private static Answer finding(Answer told, Code code) {
    return told.list("findings").stream()
        .filter(finding -> finding.text("code").equals(code.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + told));
  }

  /** By a time service that does nothing, where the clock of the lab's host is not set either. */
  private static void clock(Guest guest) {
    if (guest.millis() > 180_000 && guest.ok("timedatectl show").contains("NTPSynchronized=no")) {
      String serve = "systemd-run --quiet --unit=ntp sleep 60";
      named(
          guest,
          List.of(
              new Fault(
                  Code.HOST_CLOCK_UNSYNCED, On.SYSTEMD, serve, "systemctl stop ntp", "ntp runs")));
    }
  }

  /** The guest's journal has not got the kernel's log, which is the host's. */
  private void outOfMemory(Guest guest) throws Exception {
    guest.ok("cp /usr/bin/tail /run/kubelet");
    guest.sh("systemd-run --quiet --wait -p MemoryMax=16M /run/kubelet /dev/zero");
    String line =
        guest.ok("dmesg | grep 'Killed process [0-9]* (kubelet)' | tail -n 1 | cut -d']' -f2-");

    List<Finding> found =
        new Ill(folder).said(Logs.KERNEL, line).diagnosis("HOST_OUT_OF_MEMORY").findings();
    assertThat(found).as(line).extracting(Finding::code).contains(Code.HOST_OUT_OF_MEMORY);
    Causes.proved(
        Code.HOST_OUT_OF_MEMORY,
        On.KERNEL,
        "a program called kubelet takes more than its control group may have",
        found.getFirst().what());
  }
}
