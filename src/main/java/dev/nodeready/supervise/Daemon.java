package dev.nodeready.supervise;

/** The two daemons that make a node. */
public enum Daemon {
  CONTAINERD("containerd", "CRI"),
  KUBELET("kubelet", "KUBELET");

  private final String program;
  private final String area;

  Daemon(String program, String area) {
    this.program = program;
    this.area = area;
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** The systemd unit's name. */
  public String unit() {
    return program + ".service";
  }

  /** The first word of failure codes about it. */
  public String area() {
    return area;
  }
}
