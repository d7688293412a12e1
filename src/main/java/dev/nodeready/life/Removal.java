package dev.nodeready.life;

/**
 * One thing that is to go.
 *
 * @param how it goes
 * @param what it is, such as a path
 * @param act does it, and may be done again
 * @param weight what it means where it stays
 */
record Removal(How how, String what, Act act, Weight weight) {
  Removal(How how, String what, Act act) {
    this(how, what, act, Weight.PLAIN);
  }

  /** What it means where a thing stays. */
  enum Weight {
    /** Nothing else may go then. */
    VITAL,
    /** It is told, and the rest goes. */
    PLAIN,
    /** Nothing, so that it is told neither when it goes. */
    NONE
  }

  /** In which words it is told. */
  enum How {
    STOP("stop", "stopped"),
    REMOVE("remove", "removed"),
    UNMOUNT("unmount", "unmounted"),
    EMPTY("empty", "emptied"),
    RUN("run", "ran"),
    RELOAD("reload", "reloaded");

    private final String will;
    private final String did;

    How(String will, String did) {
      this.will = will;
      this.did = did;
    }

    /** One word for programs. */
    String word() {
      return will;
    }

    /** A line for people. */
    String told(String what, boolean dry) {
      return dry ? "would " + will + " " + what : did + " " + what;
    }
  }

  /** Makes it go. */
  @FunctionalInterface
  interface Act {
    /**
     * Makes it go.
     *
     * @throws dev.nodeready.failure.FailureException when it stays
     * @throws InterruptedException when stopped; the next run goes on
     */
    void go() throws InterruptedException;
  }
}
