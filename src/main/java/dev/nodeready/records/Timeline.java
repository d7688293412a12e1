package dev.nodeready.records;

import dev.nodeready.records.Span.Kind;
import dev.nodeready.records.Span.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A boot as spans of time, from the firmware to the verdict: those of the machine, of others' units
 * and of our own steps.
 *
 * @param spans by their beginning
 */
record Timeline(Story story, List<Span> spans) {
  /** Between the start of the unit and the first event of its program; a later start is another. */
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  static Timeline of(Story story) {
    List<Span> spans = new ArrayList<>();
    Story.Machine machine = story.machine();
    if (machine != null) {
      if (machine.ownKernel()) {
        stages(machine.stages(), story.began(), spans);
      }
      machine.units().forEach(unit -> unit(story, unit, spans));
    }
    for (Story earlier : story.before()) {
      spans.add(run(earlier));
    }
    story.steps().stream()
        .filter(Story.StepSpan::ran)
        .forEach(step -> spans.add(step(story, step)));
    return ordered(story, spans);
  }

  /** This with more spans, as far as they are of this boot. */
  Timeline with(List<Span> more) {
    List<Span> all = new ArrayList<>(spans);
    more.stream().filter(span -> span.from().compareTo(story.end()) <= 0).forEach(all::add);
    return ordered(story, all);
  }

  private static Timeline ordered(Story story, List<Span> spans) {
    // What ended before this boot began for us is not of it.
    spans.removeIf(span -> span.from().compareTo(story.origin()) < 0);
    spans.sort(Comparator.comparing(Span::from));
    return new Timeline(story, List.copyOf(spans));
  }

  private static void stages(Map<String, Duration> stages, Duration began, List<Span> spans) {
    Duration loader = stages.getOrDefault("loader", Duration.ZERO).negated();
    Duration firmware = stages.getOrDefault("firmware", loader.negated()).negated();
    Duration userspace = stages.getOrDefault("userspace", began);
    Duration initrd = stages.getOrDefault("initrd", userspace);
    stage("firmware", firmware, loader, spans);
    stage("loader", loader, Duration.ZERO, spans);
    stage("kernel", Duration.ZERO, initrd, spans);
    stage("initrd", initrd, userspace, spans);
  }

  private static void stage(String name, Duration from, Duration to, List<Span> spans) {
    if (to.compareTo(from) > 0) {
      spans.add(Span.of(Owner.MACHINE, Kind.STAGE, name, from, to, ""));
    }
  }

  private static void unit(Story story, Story.UnitSpan unit, List<Span> spans) {
    Duration end = story.end();
    if (unit.name().equals("nodeready.service")) {
      Duration began = story.before().isEmpty() ? story.began() : story.before().getFirst().began();
      Duration start = began.minus(unit.started());
      if (!start.isNegative() && start.compareTo(LONGEST_START) < 0) {
        spans.add(Span.of(Owner.OURS, Kind.STAGE, "start of nodeready", unit.started(), began, ""));
      }
    } else if (unit.started().compareTo(end) <= 0) {
      Duration active = unit.active();
      boolean open = active == null || active.compareTo(end) > 0;
      spans.add(
          new Span(
              unit.ours() ? Owner.OURS : Owner.OTHERS,
              Kind.UNIT,
              unit.name(),
              unit.started(),
              active == null || open ? end : active,
              "",
              "",
              open,
              List.of(),
              List.of()));
    }
  }

  private static Span run(Story earlier) {
    Story.Verdict verdict = earlier.verdict();
    String how = earlier.state() + (verdict == null ? "" : " " + verdict.code());
    return Span.of(
        Owner.OURS,
        Kind.RUN,
        earlier.kind() + " " + earlier.number(),
        earlier.began(),
        earlier.end(),
        how.strip());
  }

  private static Span step(Story story, Story.StepSpan step) {
    Duration from = step.began();
    return new Span(
        Owner.OURS,
        Kind.STEP,
        step.words(),
        from,
        from.plus(story.took(step)),
        step.detail(),
        "",
        step.ended() == null,
        step.waits(),
        step.marks());
  }
}
