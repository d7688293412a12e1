package dev.nodeready.disks;

/** Folders that come to lie on the array, unless that is switched off. */
public enum BoundFolder {
  KUBELET("/var/lib/kubelet", "--no-bind-kubelet", ""),
  CONTAINERD("/var/lib/containerd", "--no-bind-containerd", "Containerd"),
  SOCI("/var/lib/soci-snapshotter-grpc", "--no-bind-soci", "SOCI"),
  POD_LOGS("/var/log/pods", "--no-bind-pods-logs", "PodLogs");

  private final String path;
  private final String option;
  private final String mount;

  BoundFolder(String path, String option, String mount) {
    this.path = path;
    this.option = option;
    this.mount = mount;
  }

  /** Where it is on the machine. */
  public String path() {
    return path;
  }

  /** Its name on the array, which is that of the folder itself. */
  public String base() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The option that leaves it where it lies. */
  public String option() {
    return option;
  }

  /** What {@code localStorage.disabledMounts} calls it; empty where it has no name for it. */
  public String mount() {
    return mount;
  }
}
