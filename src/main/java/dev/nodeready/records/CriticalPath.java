package dev.nodeready.records;

import dev.nodeready.records.Span.Kind;
import dev.nodeready.records.Span.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chain of what each had to wait for the one before, from the machine's start to Ready, or to
 * the verdict: had one link been shorter, the whole would have been. Our steps run one after
 * another; where one waited for a unit, the chain leads over that unit.
 */
final class CriticalPath {
  /** Which unit the wait of a step is for. */
  private static final Map<String, List<String>> BEHIND =
      Map.of(
          "await-cri", List.of("containerd.service"),
          "start-containerd", List.of("containerd.service"),
          "cloud-final", List.of("cloud-final.service"),
          "kubelet-healthy", List.of("kubelet.service"),
          "node-config", List.of("network-online.target", "systemd-networkd-wait-online.service"),
          "kubelet-files", List.of("network-online.target"));

  private final Timeline timeline;
  private final List<Span> links = new ArrayList<>();
  private Duration at;

  private CriticalPath(Timeline timeline) {
    this.timeline = timeline;
    at = timeline.story().origin();
  }

  /** The links in their order, without a gap between them. */
  static List<Span> of(Timeline timeline) {
    CriticalPath path = new CriticalPath(timeline);
    path.follow();
    return List.copyOf(path.links);
  }

  private void follow() {
    for (Span span : timeline.spans()) {
      switch (span.kind()) {
        case STAGE, RUN, STEP -> link(span);
        case UNIT, LOG -> {}
      }
      if (span.name().endsWith("/ready")) {
        return;
      }
    }
    Duration end = timeline.story().end();
    if (end.compareTo(at) > 0) {
      links.add(Span.of(Owner.OURS, Kind.STEP, "to the verdict", at, end, ""));
    }
  }

  private void link(Span span) {
    if (span.from().compareTo(at) > 0) {
      links.add(between(span.from()));
    }
    if (span.to().compareTo(at) > 0) {
      links.add(explained(span));
      at = span.to();
    }
  }

  /** What systemd had to do before us, or what passed between two of ours. */
  private Span between(Duration to) {
    boolean ours = links.stream().anyMatch(link -> link.owner() == Owner.OURS);
    if (ours) {
      String name =
          links.getLast().kind() == Kind.RUN ? "pause before another try" : "between steps";
      return Span.of(Owner.OURS, Kind.STAGE, name, at, to, "");
    }
    String last = lastBefore(to).map(span -> "behind " + span.name()).orElse("");
    return Span.of(Owner.MACHINE, Kind.STAGE, "systemd before nodeready", at, to, "").behind(last);
  }

  /** The unit that was there last before a moment. */
  private Optional<Span> lastBefore(Duration moment) {
    return timeline.spans().stream()
        .filter(span -> span.kind() == Kind.UNIT && !span.open())
        .filter(span -> span.to().compareTo(moment) <= 0)
        .max(Comparator.comparing(Span::to).thenComparing(Span::isPoint));
  }

  private Span explained(Span span) {
    String step = span.name().substring(span.name().indexOf('/') + 1);
    for (String name :
        span.waits().isEmpty() ? List.<String>of() : BEHIND.getOrDefault(step, List.of())) {
      for (Span unit : timeline.spans()) {
        boolean within =
            unit.to().compareTo(span.from()) > 0 && unit.to().compareTo(span.to()) <= 0;
        if (unit.name().equals(name) && unit.kind() == Kind.UNIT && within) {
          Duration later = unit.from().compareTo(span.from()) > 0 ? unit.from() : span.from();
          String what =
              "%s was starting for %s s of it"
                  .formatted(name, AnalysisText.seconds(unit.to().minus(later)));
          return span.behind(what);
        }
      }
    }
    return span;
  }
}
