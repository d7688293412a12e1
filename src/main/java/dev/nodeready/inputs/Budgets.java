package dev.nodeready.inputs;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of one run may take, all of them inside one total: what was given by hand,
 * else what the configuration says.
 */
public final class Budgets {
  private final Given given;
  private final Time time;
  private final long startedNanos;
  private Duration apart = Duration.ZERO;

  /** Limits given by hand; null means the configuration's. */
  public record Given(
      @Nullable Duration total,
      @Nullable Duration runtime,
      @Nullable Duration image,
      @Nullable Duration kubelet,
      @Nullable Duration join) {
    /** None given. */
    public static final Given NONE = new Given(null, null, null, null, null);
  }

  /** Those of a run that begins now. */
  public Budgets(Given given, Time time) {
    this.given = given;
    this.time = time;
    startedNanos = time.nanos();
  }

  /** When the whole run has to be over, before the configuration may say something of it. */
  public Deadline total() {
    return total(Bootstrap.DEFAULTS.budgets());
  }

  /** Those that hold with this configuration. */
  Limits of(NodeConfig config) {
    return new Limits(config.bootstrap().budgets());
  }

  /** Counts no time against the run that belongs to somebody else. */
  public void apart(Duration others) {
    apart = apart.plus(others);
  }

  private Deadline total(Bootstrap.Budgets said) {
    Duration all = or(given.total(), said.total());
    return Deadline.after(all.plus(apart).minusNanos(time.nanos() - startedNanos), time);
  }

  private static Duration or(@Nullable Duration given, Duration said) {
    return given != null ? given : said;
  }

  /** What is left by one configuration, from the moment on that it is asked for. */
  public final class Limits {
    private final Bootstrap.Budgets said;

    private Limits(Bootstrap.Budgets said) {
      this.said = said;
    }

    /** When the whole run has to be over. */
    public Deadline total() {
      return Budgets.this.total(said);
    }

    /** When the runtime has to answer. */
    public Deadline runtime() {
      return total().within(or(given.runtime(), said.runtime()));
    }

    /** How long the sandbox image may take, waits for the runtime apart. */
    public Duration image() {
      return or(given.image(), said.image());
    }

    /** When kubelet has to be healthy. */
    public Deadline kubelet() {
      return total().within(or(given.kubelet(), said.kubelet()));
    }

    /** When the node has to have joined. */
    public Deadline join() {
      return total().within(or(given.join(), said.join()));
    }
  }
}
