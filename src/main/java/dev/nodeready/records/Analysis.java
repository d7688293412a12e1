package dev.nodeready.records;

import dev.nodeready.host.Root;
import dev.nodeready.records.Span.Kind;
import dev.nodeready.systemd.BootTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the time of a boot went, seen in one way.
 *
 * @param spans in the order of the view
 */
public record Analysis(Story story, View view, List<Span> spans) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** How one looks at a boot. */
  public enum View {
    /** All of it, by its beginning. */
    TIMELINE("timeline"),
    /** What took time, the longest first. */
    BLAME("blame"),
    /** The chain from the machine's start to Ready. */
    CRITICAL_PATH("critical-path");

    private final String word;

    View(String word) {
      this.word = word;
    }

    /** As it is written on the command line. */
    public String word() {
      return word;
    }
  }

  /** The view of a boot by what its record tells. */
  public static Analysis of(Story story, View view) {
    return of(story, view, List.of());
  }

  /** The same with what else is known of it, as by {@link RuntimeLog}. */
  public static Analysis of(Story story, View view, List<Span> more) {
    Timeline timeline = Timeline.of(story).with(more);
    return new Analysis(
        story,
        view,
        switch (view) {
          case TIMELINE -> timeline.spans();
          case BLAME -> blame(timeline.spans());
          case CRITICAL_PATH -> CriticalPath.of(timeline);
        });
  }

  /**
   * The same of the boot that the machine is in, with all of its units, where systemd tells them: a
   * record has only some, and none while the run goes on.
   *
   * @throws InterruptedException when stopped
   */
  public static Story asSystemdKnows(Story story, Root root) throws InterruptedException {
    try {
      return story.on(Story.Machine.of(BootTimes.all(root, Landmarks.UNITS)));
    } catch (IOException e) {
      // Whoever is not root, or looks at another machine's files, has the record.
      return story;
    }
  }

  private static List<Span> blame(List<Span> spans) {
    List<Span> all = new ArrayList<>(spans);
    all.removeIf(
        span -> span.kind() == Kind.RUN || span.isPoint() || span.took().compareTo(SHORTEST) < 0);
    all.sort(Comparator.comparing(Span::took).reversed());
    return List.copyOf(all);
  }

  /** The view in lines of text. */
  public String text() {
    return AnalysisText.of(this);
  }

  /** The view as a picture that needs nothing else. */
  public String svg() {
    return AnalysisSvg.of(this);
  }

  /** When the last of it ended. */
  Duration end() {
    return spans.stream().map(Span::to).max(Duration::compareTo).orElse(story.end());
  }

  /** How long it took from the origin on. */
  Duration took() {
    return end().minus(story.origin());
  }

  /** What it shows, in one line. */
  String title() {
    String when =
        story.startedAt() == null
            ? ""
            : " of " + story.startedAt().toString().replaceFirst("\\.\\d+", "");
    return "%s %d%s: %s".formatted(story.kind(), story.number(), when, verdict());
  }

  private String verdict() {
    Story.Verdict verdict = story.verdict();
    String code = verdict == null ? "" : " " + verdict.code();
    String how = (story.state() + code).strip();
    return story
        .toReady()
        .map(time -> "%s, Ready %s s after %s".formatted(how, AnalysisText.seconds(time), since()))
        .orElse(
            "%s, %s s after %s"
                .formatted(how, AnalysisText.seconds(story.end().minus(story.origin())), since()));
  }

  private String since() {
    return story.origin().equals(story.began()) ? "its beginning" : "the machine's start";
  }
}
