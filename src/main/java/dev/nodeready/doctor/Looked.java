package dev.nodeready.doctor;

import java.util.List;

/** What came of one look. */
public sealed interface Looked {
  /** Nothing is wrong. */
  Looked FINE = new At(List.of());

  /**
   * It was looked at.
   *
   * @param findings empty where nothing is wrong
   */
  record At(List<Finding> findings) implements Looked {}

  /**
   * It was not looked at.
   *
   * @param because the reason, behind "since"
   */
  record Not(String because) implements Looked {}

  /** It was looked at, with what was found. */
  static Looked found(List<Finding> findings) {
    return new At(List.copyOf(findings));
  }

  /** It was looked at, with one finding. */
  static Looked found(Finding finding) {
    return new At(List.of(finding));
  }

  /** It was not looked at. */
  static Looked not(String because) {
    return new Not(because);
  }
}
