package dev.nodeready.supervise;

/** Who runs the daemons. */
public enum SupervisorKind {
  SYSTEMD,
  PROCESS,
  NONE
}
