package dev.nodeready.supervise;

import dev.nodeready.catalogue.Code;
import dev.nodeready.systemd.UnitCodes;

/** The two daemons that make a node. */
public enum Daemon {
  CONTAINERD("containerd", UnitCodes.RUNTIME, Code.CRI_EXITED),
  KUBELET("kubelet", UnitCodes.KUBELET, Code.KUBELET_EXITED);

  private final String program;
  private final UnitCodes codes;
  private final Code exited;

  Daemon(String program, UnitCodes codes, Code exited) {
    this.program = program;
    this.codes = codes;
    this.exited = exited;
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
}
