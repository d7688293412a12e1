package dev.nodeready.disks;

import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.retry.Time;
import java.util.List;
import java.util.Map;

/**
 * The setup of disks as a process that a test may kill: all but the array, which this kernel may
 * lack, on one disk.
 */
final class DiskVictim {
  private DiskVictim() {}

  /** The device, then the folders that are to lie on it. */
  public static void main(String[] args) throws InterruptedException {
    Tools tools = new Tools(new Commands(Map.of()));
    Root root = Root.MACHINE;
    Report report = new Report();
    String on = "/mnt/k8s-disks/0";
    String uuid = new FileSystems(root, tools).have(args[0], FileSystemKind.STORE, report).uuid();
    new DiskMounts(root, tools).have(args[0], MountUnit.disk(uuid, on, "a disk"), on, report);
    report.add(
        new Moves(root, tools, Time.SYSTEM)
            .carryOut(
                List.of(args).stream()
                    .skip(1)
                    .map(target ->
                        new Moves.Move(
                            target, on, target.substring(target.lastIndexOf('/') + 1), false))
                    .toList()));
    System.out.println(report.words());
    report.looks().forEach(look -> System.out.println(look.toLine()));
  }
}
