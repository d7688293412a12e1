package dev.nodeready.plan;

/**
 * One named piece of work.
 *
 * @param name lower-case words joined by dashes, unique in the plan
 * @param summary what it does, one line for people
 * @param action the work
 */
public record Step(String name, String summary, Action action) {
  /** What a step does. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does the work once.
     *
     * @throws dev.nodeready.failure.FailureException when it cannot be done
     * @throws InterruptedException when the boot is being stopped
     */
    Outcome run(Progress progress) throws InterruptedException;
  }
}
