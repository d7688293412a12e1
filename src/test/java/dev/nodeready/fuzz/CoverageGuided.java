package dev.nodeready.fuzz;

/** The target that Jazzer runs, which looks for inputs that lead to code not reached before. */
public final class CoverageGuided {
  private static Target target = Targets.all().getFirst();

  private CoverageGuided() {}

  /** Takes the name of the target. */
  public static void fuzzerInitialize(String[] arguments) {
    target = Targets.named(arguments[0]);
    // Honest ones first: they load classes, which is no cost of what is drawn.
    target.seeds().forEach(target::run);
  }

  /** Runs it once. */
  public static void fuzzerTestOneInput(byte[] input) {
    target.run(input);
  }
}
