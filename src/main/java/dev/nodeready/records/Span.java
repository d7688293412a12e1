package dev.nodeready.records;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Something that took a part of a boot.
 *
 * @param name a stage, the name of a unit, or phase and step
 * @param from from the kernel's start, as {@code to}
 * @param detail how it ended, in its own words; empty where it said nothing
 * @param because what else had to come first, as far as it is known; empty otherwise
 * @param open whether it had not ended when the boot did
 * @param waits what it waited for, in order
 * @param marks what happened in it
 */
public record Span(
    Owner owner,
    Kind kind,
    String name,
    Duration from,
    Duration to,
    String detail,
    String because,
    boolean open,
    List<Story.WaitSpan> waits,
    List<Story.Mark> marks) {
  /** Whose it is. */
  public enum Owner {
    MACHINE("machine"),
    OTHERS("other units"),
    OURS("nodeready and what it starts");

    private final String title;

    Owner(String title) {
      this.title = title;
    }

    /** As the head of a group. */
    String title() {
      return title;
    }

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it is. */
  public enum Kind {
    STAGE,
    UNIT,
    /** What a program told of itself. */
    LOG,
    RUN,
    STEP;

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Span of(Owner owner, Kind kind, String name, Duration from, Duration to, String detail) {
    return new Span(owner, kind, name, from, to, detail, "", false, List.of(), List.of());
  }

  /** The same with what else had to come first. */
  Span behind(String other) {
    return new Span(owner, kind, name, from, to, detail, other, open, waits, marks);
  }

  /** How long. */
  public Duration took() {
    return to.minus(from);
  }

  /** How long of it something else was waited for. */
  public Duration waited() {
    return waits.stream().map(Story.WaitSpan::took).reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether it is a point that was reached, and not something that went on. */
  boolean isPoint() {
    return name.endsWith(".target");
  }
}
