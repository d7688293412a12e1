package dev.nodeready.lab;

import dev.nodeready.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine with a kernel of its own: disks, interfaces, udev. It boots more slowly than a {@link
 * Guest}, so it is for what a container has not got. One line of shell runs in it at a time.
 */
final class VirtualMachine implements AutoCloseable {
  private static final Path SCRIPT = Path.of("src/test/lab/virtual-machine").toAbsolutePath();
  private static final String PREFIX = "nr" + ProcessHandle.current().pid();
  private static int made;

  private final String name;
  private final Map<String, String> environment;

  private VirtualMachine(String name, Map<String, String> environment) {
    this.name = name;
    this.environment = environment;
  }

  /**
   * What a machine is made of.
   *
   * @param layers over the lab's root file system, topmost first, with colons between, as of {@link
   *     Lab#node}
   * @param disks empty ones, each {@code NAME=SIZE} for a virtio disk or {@code NAME=SIZE,nvme} for
   *     an NVMe one; the name is its serial, and one that begins with {@code AWS} is called as an
   *     instance-store disk is on EC2
   * @param interfaces how many, each on a net of its own with an address server
   */
  record Hardware(String layers, List<String> disks, int interfaces) {
    static Hardware of(String layers, String... disks) {
      return new Hardware(layers, List.of(disks), 1);
    }
  }

  /** Boots a machine to the end of its boot; skips the test where none can be had. */
  static VirtualMachine boot(Hardware hardware) {
    VirtualMachine machine = next(hardware);
    Shell.Said said = machine.lab("up", machine.name);
    if (said.code() != 0) {
      String console = machine.console();
      machine.close();
      throw new AssertionError(said.text() + "\n" + console);
    }
    return machine;
  }

  private static synchronized VirtualMachine next(Hardware hardware) {
    need("root".equals(System.getProperty("user.name")), "root");
    boolean qemu = Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64"));
    need(qemu, "qemu: run src/test/setup/10-packages");
    Shell.run(Map.of(), List.of(SCRIPT.toString(), "build")).ok();
    return new VirtualMachine(
        PREFIX + "x" + ++made,
        Map.of(
            "EXTRA", hardware.layers(),
            "DISKS", String.join(" ", hardware.disks()),
            "NICS", String.valueOf(hardware.interfaces())));
  }

  private static void need(boolean there, String missing) {
    Needs.that(there, "a virtual machine needs " + missing);
  }

  /** Runs a line of shell inside. */
  Shell.Said sh(String line) {
    return lab("sh", name, line);
  }

  /** The same, of a line that has to work. */
  String ok(String line) {
    return sh(line).ok();
  }

  /** Waits until a line of shell works, for at most so many seconds. */
  void await(int seconds, String line) {
    Shell.Said said =
        sh(
            "n=0; until %s; do n=$((n+1)); [ $n -lt %d ] || exit 1; sleep 0.2; done"
                .formatted(line, seconds * 5));
    if (said.code() != 0) {
      throw new AssertionError("not within " + seconds + " s: " + line + "\n" + story());
    }
  }

  /** All that helps to see what went wrong. */
  String story() {
    return sh("systemctl list-jobs --no-pager; systemctl --failed --no-pager; lsblk -f;"
            + " cat /proc/mdstat; journalctl -b --no-pager -q -o short-monotonic | tail -60")
        .text();
  }

  /** Shuts down and boots again. */
  void reboot() {
    lab("reboot", name).ok();
  }

  /** Cuts the power and boots again: what was not on the disks yet is lost. */
  void powerCut() {
    lab("reboot", name, "kill").ok();
  }

  /** Adds a disk, such as {@code late=300M}, to the running machine. */
  void plug(String disk) {
    lab("plug", name, disk).ok();
  }

  /** A line for qemu's own monitor, such as {@code device_add …}, and what that says. */
  String monitor(String line) {
    return lab("monitor", name, line).ok();
  }

  /** What its console has shown. */
  String console() {
    return lab("console", name).text();
  }

  private Shell.Said lab(String... words) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(words));
    return Shell.run(environment, command);
  }

  @Override
  public void close() {
    lab("down", name, "kill");
  }
}
