package dev.nodeready.systemd;

import dev.nodeready.catalogue.Code;

/** The codes of a unit that will not come up any more. */
public enum UnitCodes {
  /** Those of the container runtime. */
  RUNTIME(
      Code.CRI_UNIT_MISSING,
      Code.CRI_UNIT_MASKED,
      Code.CRI_UNIT_CONDITION,
      Code.CRI_UNIT_DEPENDENCY,
      Code.CRI_UNIT_FAILED),

  /** Those of kubelet. */
  KUBELET(
      Code.KUBELET_UNIT_MISSING,
      Code.KUBELET_UNIT_MASKED,
      Code.KUBELET_UNIT_CONDITION,
      Code.KUBELET_UNIT_DEPENDENCY,
      Code.KUBELET_UNIT_FAILED);

  private final Code missing;
  private final Code masked;
  private final Code condition;
  private final Code dependency;
  private final Code failed;

  UnitCodes(Code missing, Code masked, Code condition, Code dependency, Code failed) {
    this.missing = missing;
    this.masked = masked;
    this.condition = condition;
    this.dependency = dependency;
    this.failed = failed;
  }

  /** It is not there. */
  public Code missing() {
    return missing;
  }

  /** It is masked. */
  public Code masked() {
    return masked;
  }

  /** A condition of it does not hold. */
  public Code condition() {
    return condition;
  }

  /** A unit that it requires has failed. */
  public Code dependency() {
    return dependency;
  }

  /** It has failed or ended. */
  public Code failed() {
    return failed;
  }
}
