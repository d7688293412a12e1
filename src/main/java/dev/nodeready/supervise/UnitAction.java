package dev.nodeready.supervise;

/**
 * What has to be done about a unit.
 *
 * @param because why, in words for people
 */
public record UnitAction(Kind kind, String because) {
  /** What is done. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** It does not run and has to. */
    START,
    /** It runs with inputs that are not those of now. */
    RESTART
  }

  /** Whether anything is to be done. */
  public boolean needed() {
    return kind != Kind.NONE;
  }

  public static UnitAction none(String because) {
    return new UnitAction(Kind.NONE, because);
  }

  public static UnitAction restart(String because) {
    return new UnitAction(Kind.RESTART, because);
  }
}
