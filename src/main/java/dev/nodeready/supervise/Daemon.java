package dev.nodeready.supervise;

import dev.nodeready.catalogue.Code;
import dev.nodeready.systemd.UnitCodes;

/** The two daemons that make a node. */
public enum Daemon {
  CONTAINERD("containerd", UnitCodes.RUNTIME, Code.CRI_EXITED, Code.CRI_NOT_OURS),
  KUBELET("kubelet", UnitCodes.KUBELET, Code.KUBELET_EXITED, Code.KUBELET_NOT_OURS);

  private final String program;
  private final UnitCodes codes;
  private final Code exited;
  private final Code notOurs;

  Daemon(String program, UnitCodes codes, Code exited, Code notOurs) {
    this.program = program;
    this.codes = codes;
    this.exited = exited;
    this.notOurs = notOurs;
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** The systemd unit's name. */
  public String unit() {
    return program + ".service";
  }

  /** The codes of failures of its unit. */
  public UnitCodes codes() {
    return codes;
  }

  /** The code of its end where no unit runs it. */
  public Code exited() {
    return exited;
  }

  /** The code of another program that listens where it has to. */
  public Code notOurs() {
    return notOurs;
  }
}
