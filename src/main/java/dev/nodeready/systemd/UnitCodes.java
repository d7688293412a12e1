package dev.nodeready.systemd;

import dev.nodeready.catalogue.Code;

/**
 * The codes of a unit that will not come up any more.
 *
 * @param missing it is not there
 * @param masked it is masked
 * @param condition a condition of it does not hold
 * @param dependency a unit that it requires has failed
 * @param failed it has failed or ended
 */
public record UnitCodes(Code missing, Code masked, Code condition, Code dependency, Code failed) {
  /** Those of the container runtime. */
  public static final UnitCodes RUNTIME =
      new UnitCodes(
          Code.CRI_UNIT_MISSING,
          Code.CRI_UNIT_MASKED,
          Code.CRI_UNIT_CONDITION,
          Code.CRI_UNIT_DEPENDENCY,
          Code.CRI_UNIT_FAILED);

  /** Those of kubelet. */
  public static final UnitCodes KUBELET =
      new UnitCodes(
          Code.KUBELET_UNIT_MISSING,
          Code.KUBELET_UNIT_MASKED,
          Code.KUBELET_UNIT_CONDITION,
          Code.KUBELET_UNIT_DEPENDENCY,
          Code.KUBELET_UNIT_FAILED);
}
