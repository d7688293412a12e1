package dev.nodeready.simulation;

/** Requests to the API server, one behind the other, each until it is served. */
final class Talk {
  private final World world;
  private final int actor;
  private final Pacing pacing;
  private final PriorityLevel[] wanted;
  private int served;
  private int failed;
  private boolean sent;
  private long since;

  /**
   * A talk that has not begun.
   *
   * @param actor whose it is
   * @param pacing how what is refused is asked again; it never gives up
   * @param wanted the level of each request
   */
  Talk(World world, int actor, Pacing pacing, PriorityLevel... wanted) {
    this.world = world;
    this.actor = actor;
    this.pacing = pacing;
    this.wanted = wanted;
  }

  /**
   * Goes on with it.
   *
   * @return whether all that was wanted has been served
   */
  boolean goOn() {
    if (sent) {
      wanted[served++].done();
      sent = false;
      failed = 0;
    }
    if (served == wanted.length) {
      return true;
    }
    if (failed == 0) {
      since = world.events().now();
    }
    Answer refusal = wanted[served].ask(actor);
    sent = refusal == null;
    if (refusal != null) {
      askAgain(refusal);
    }
    return false;
  }

  private void askAgain(Answer refusal) {
    long elapsed = world.events().now() - since + refusal.after();
    long pause = pacing.pause(++failed, refusal, elapsed, world::random);
    world.events().after(refusal.after() + pause, actor);
  }
}
