package dev.nodeready.doctor;

import java.util.List;

/**
 * What came of all looks.
 *
 * @param findings what blocks first comes first
 * @param fine what was looked at and is as it should be
 * @param notLookedAt the rest, with the reason
 */
public record Diagnosis(List<Finding> findings, List<String> fine, List<NotLookedAt> notLookedAt) {
  /** Copies the lists. */
  public Diagnosis {
    findings = findings.stream().sorted(Finding.FIRST_THINGS_FIRST).toList();
    fine = List.copyOf(fine);
    notLookedAt = List.copyOf(notLookedAt);
  }

  /**
   * A check that could not be made.
   *
   * @param check its name
   */
  public record NotLookedAt(String check, String because) {}

  /**
   * The same with the findings of one area, such as {@code CRI}, or of one code.
   *
   * @param areaOrCode empty for all of them
   */
  public Diagnosis only(String areaOrCode) {
    return areaOrCode.isEmpty()
        ? this
        : new Diagnosis(
            findings.stream().filter(finding -> finding.isOf(areaOrCode)).toList(),
            fine,
            notLookedAt);
  }

  /** Whether anything keeps the node from joining. */
  public boolean hasFailures() {
    return findings.stream().anyMatch(f -> f.weight() == Finding.Weight.FAILURE);
  }
}
