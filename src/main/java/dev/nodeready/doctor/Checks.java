package dev.nodeready.doctor;

import dev.nodeready.supervise.Daemon;
import java.util.List;

/** Every check, in the order in which a boot meets what they look at. */
public final class Checks {
  private Checks() {}

  /** All of them. */
  public static List<Check> all() {
    return List.of(
        FileSystemCheck.check(),
        MountCheck.check(),
        MemoryCheck.check(),
        KernelLogCheck.check(),
        RaidCheck.check(),
        InterfaceCheck.check(),
        ClockCheck.check(),
        EntropyCheck.check(),
        InotifyCheck.check(),
        LocalhostCheck.check(),
        ProgramCheck.check(Daemon.CONTAINERD),
        ProgramCheck.check(Daemon.KUBELET),
        ApiClockCheck.check(),
        MetadataCheck.check(),
        UnitsCheck.check(Daemon.CONTAINERD),
        ContainerdConfigCheck.check(),
        RuntimeCheck.check(),
        ImageCheck.check(),
        ArchiveCheck.check(),
        MirrorCheck.check(),
        CniCheck.check(),
        UnitsCheck.check(Daemon.KUBELET),
        KubeletFilesCheck.check(),
        KubeletCheck.check(),
        JoinCheck.check(),
        LastBootCheck.check());
  }

  /** Those that may find something of an area such as {@code HOST}, or a code. */
  public static List<Check> about(String areaOrCode) {
    return all().stream().filter(check -> check.isAbout(areaOrCode)).toList();
  }
}
