package dev.nodeready.doctor;

import dev.nodeready.catalogue.Code;
import dev.nodeready.supervise.Daemon;
import java.util.List;

/** Every check, in the order in which a boot meets what they look at. */
public final class Checks {
  private Checks() {}

  /** All of them. */
  public static List<Check> all() {
    return together(
        List.of(
            machine(), runtime(), image(), kubelet(), cluster(), List.of(LastBootCheck.check())));
  }

  /** Those that may find what lies behind a failure of a boot, by the area of its code. */
  static List<Check> fitting(Code failure) {
    return switch (failure.area()) {
      case "CONTAINERD", "CRI" -> together(List.of(machine(), runtime()));
      case "IMAGE" -> together(List.of(machine(), runtime(), image()));
      case "KUBELET" -> together(List.of(machine(), runtime(), kubelet()));
      case "JOIN" -> together(List.of(machine(), runtime(), kubelet(), cluster()));
      case "HOST", "SYSTEMD" -> machine();
      default -> List.of();
    };
  }

  private static List<Check> together(List<List<Check>> groups) {
    return groups.stream().flatMap(List::stream).toList();
  }

  private static List<Check> machine() {
    return List.of(
        FileSystemCheck.check(),
        MountCheck.check(),
        MemoryCheck.check(),
        KernelLogCheck.check(),
        RaidCheck.check(),
        MountUnitCheck.check(),
        MovedFolderCheck.check(),
        InterfaceCheck.check(),
        ClockCheck.check(),
        EntropyCheck.check(),
        InotifyCheck.check(),
        LocalhostCheck.check(),
        MetadataCheck.check());
  }

  private static List<Check> runtime() {
    return List.of(
        ProgramCheck.check(Daemon.CONTAINERD),
        UnitsCheck.check(Daemon.CONTAINERD),
        ContainerdConfigCheck.check(),
        RuntimeCheck.check(),
        CniCheck.check());
  }

  private static List<Check> image() {
    return List.of(ImageCheck.check(), ArchiveCheck.check(), MirrorCheck.check());
  }

  private static List<Check> kubelet() {
    return List.of(
        ProgramCheck.check(Daemon.KUBELET),
        UnitsCheck.check(Daemon.KUBELET),
        KubeletFilesCheck.check(),
        KubeletCheck.check());
  }

  private static List<Check> cluster() {
    return List.of(JoinCheck.check());
  }

  /** Those of files that an image carries: its disk, and what its machines look up and read. */
  public static List<Check> ofFiles() {
    return List.of(FileSystemCheck.check(), LocalhostCheck.check(), CniCheck.check());
  }

  /** What containerd makes of its configuration, on a machine whose programs may be run. */
  public static Check containerdConfiguration() {
    return ContainerdConfigCheck.check();
  }

  /** Whether a containerd that runs serves CRI. */
  public static Check containerd() {
    return RuntimeCheck.check();
  }

  /** The sandbox image of an image, which no boot has pulled yet. */
  public static Check bakedImage() {
    return ImageCheck.baked();
  }

  /** What kubelet will fall over at its start. */
  public static Check kubeletFiles() {
    return KubeletFilesCheck.check();
  }

  /** Whether a kubelet that was started runs, or why it ended. */
  public static Check kubeletItself() {
    return KubeletCheck.check();
  }

  /** Those that may find something of an area such as {@code HOST}, or a code. */
  public static List<Check> about(String areaOrCode) {
    return all().stream().filter(check -> check.isAbout(areaOrCode)).toList();
  }
}
