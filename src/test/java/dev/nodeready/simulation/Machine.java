package dev.nodeready.simulation;

/** The boot of one node, from its start to Ready. */
final class Machine {
  /** What the boot does by itself before it asks anybody: userspace to kubelet takes as long. */
  static final long LOCAL = 600 * Micros.MILLI;

  private final World world;
  private final Policy policy;
  private final int actor;
  private final Talk kubelet;
  private final Runnable kubeletStarts;
  private Stage stage;
  private int failed;
  private int boots = 1;
  private boolean kubeletRuns;
  private long since;
  private long started;
  private long ready;

  private enum Stage {
    NAME,
    IMAGE,
    IMAGE_BY_KUBELET,
    JOIN,
    READY,
    LOST
  }

  /**
   * A node that is off.
   *
   * @param named whether it asks EC2 for its name
   * @param kubeletStarts what begins with kubelet beside it
   */
  Machine(World world, Policy policy, int actor, boolean named, Runnable kubeletStarts) {
    this.world = world;
    this.policy = policy;
    this.actor = actor;
    this.kubeletStarts = kubeletStarts;
    stage = named ? Stage.NAME : Stage.IMAGE;
    kubelet = new Talk(world, actor, Policy.KUBELET_REGISTERS, Requests.ofKubelet(world.api()));
  }

  /** Is switched on so many microseconds from now. */
  void start(long later) {
    started = world.events().now() + later;
    world.events().after(later + LOCAL, actor);
  }

  /** Goes on. */
  void wake() {
    switch (stage) {
      case NAME -> tried(world.ec2().ask(world.events().now()), policy.ec2(), Stage.IMAGE);
      case IMAGE -> tried(pull(), policy.image(), Stage.JOIN);
      case IMAGE_BY_KUBELET -> tried(pull(), later(), Stage.JOIN);
      case JOIN -> join();
      case READY, LOST -> throw new IllegalStateException("it is " + stage);
    }
  }

  boolean isReady() {
    return stage == Stage.READY;
  }

  /** Microseconds from its start until it was Ready. */
  long toReady() {
    return ready - started;
  }

  private Answer pull() {
    return world.registry().pull(world.events().now());
  }

  private Pacing later() {
    Pacing later = policy.later();
    return later == null ? policy.image() : later;
  }

  private void tried(Answer answer, Pacing pacing, Stage next) {
    if (failed == 0) {
      since = world.events().now();
    }
    if (answer.served()) {
      enter(next, answer.after());
      return;
    }
    long elapsed = world.events().now() - since + answer.after();
    long pause = pacing.pause(++failed, answer, elapsed, world::random);
    if (pause == Pacing.NO_MORE) {
      giveUp(answer);
    } else {
      world.events().after(answer.after() + pause, actor);
    }
  }

  private void enter(Stage next, long later) {
    stage = next;
    failed = 0;
    world.events().after(later, actor);
  }

  private void giveUp(Answer last) {
    Pacing restart = policy.restart();
    if (stage == Stage.IMAGE && policy.later() != null) {
      enter(Stage.IMAGE_BY_KUBELET, last.after());
    } else if (stage == Stage.NAME && restart != null) {
      long pause = restart.pause(boots++, last, 0, world::random);
      enter(Stage.NAME, last.after() + pause + LOCAL);
    } else {
      stage = Stage.LOST;
    }
  }

  private void join() {
    if (!kubeletRuns) {
      kubeletRuns = true;
      kubeletStarts.run();
    }
    if (kubelet.goOn()) {
      stage = Stage.READY;
      ready = world.events().now();
    }
  }
}
