package dev.nodeready.records;

import dev.nodeready.records.Span.Kind;
import dev.nodeready.records.Span.Owner;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An analysis in lines of text, with a bar for each span. */
final class AnalysisText {
  private static final int BAR = 32;

  /** A wait that is shorter tells nobody anything. */
  private static final Duration WORTH_A_LINE = Duration.ofMillis(20);

  private static final int LONGEST_REASON = 120;

  private final Analysis analysis;
  private final StringBuilder out = new StringBuilder();

  private AnalysisText(Analysis analysis) {
    this.analysis = analysis;
  }

  static String of(Analysis analysis) {
    AnalysisText text = new AnalysisText(analysis);
    text.write();
    return text.out.toString();
  }

  /** In seconds, to the millisecond. */
  static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).setScale(3, RoundingMode.HALF_UP).toString();
  }

  private void write() {
    out.append(analysis.title()).append('\n');
    Story.Verdict verdict = analysis.story().verdict();
    if (verdict != null && !verdict.happened().isEmpty()) {
      out.append("  because:  ").append(verdict.happened().replace("\n", " ")).append('\n');
      out.append("  remedy:   ").append(verdict.remedy()).append('\n');
      for (Story.Behind cause : verdict.causes()) {
        out.append("  cause:    %s (%s): ".formatted(cause.code(), cause.confidence()));
        out.append(cause.what().replace("\n", " ")).append("; ").append(cause.remedy());
        out.append('\n');
      }
    }
    out.append("%9s %9s\n".formatted("at s", "took s"));
    switch (analysis.view()) {
      case TIMELINE, BLAME -> {
        for (Owner owner : Owner.values()) {
          group(owner);
        }
      }
      case CRITICAL_PATH -> chain();
    }
  }

  private void group(Owner owner) {
    List<Span> spans =
        analysis.spans().stream()
            .filter(span -> span.owner() == owner)
            .filter(span -> owner != Owner.OTHERS || worthALine(span))
            .toList();
    if (!spans.isEmpty()) {
      out.append('\n').append(owner.title()).append('\n');
      lines(spans);
    }
  }

  /** The short links together, behind the others. */
  private void chain() {
    Map<Boolean, List<Span>> links =
        analysis.spans().stream().collect(Collectors.partitioningBy(AnalysisText::worthALine));
    lines(links.getOrDefault(true, List.of()));
    List<Span> rest = links.getOrDefault(false, List.of());
    if (!rest.isEmpty()) {
      Duration took = rest.stream().map(Span::took).reduce(Duration.ZERO, Duration::plus);
      out.append(
          "%9s %9s  %s  %d links of less than %s s each\n"
              .formatted("", seconds(took), " ".repeat(BAR), rest.size(), seconds(WORTH_A_LINE)));
    }
  }

  /** Whether a reader would miss it. */
  static boolean worthALine(Span span) {
    return span.isPoint() || span.took().compareTo(WORTH_A_LINE) >= 0;
  }

  private void lines(List<Span> spans) {
    spans.forEach(this::line);
  }

  private void line(Span span) {
    Duration at = span.from().minus(analysis.story().origin());
    out.append(
        "%9s %9s  %s  %s%s\n"
            .formatted(seconds(at), took(span), bar(span), span.name(), behind(span)));
    for (Story.WaitSpan wait : span.waits()) {
      boolean last = span.open() && wait.to().equals(span.to());
      if (last || wait.took().compareTo(WORTH_A_LINE) >= 0) {
        out.append(
            "%20s    waited %s s for %s: %s\n"
                .formatted("", seconds(wait.took()), wait.subject(), shortened(wait.because())));
      }
    }
    for (Story.Mark mark : span.marks()) {
      String what = mark.kind().equals("attempt") ? "attempt " + mark.text() : mark.text();
      Duration when = mark.at().minus(analysis.story().origin());
      if (!mark.text().equals("1") || !mark.kind().equals("attempt")) {
        out.append("%20s    at %s: %s\n".formatted("", seconds(when), shortened(what)));
      }
    }
  }

  private static String took(Span span) {
    return span.isPoint() ? "" : seconds(span.took());
  }

  private String behind(Span span) {
    String share =
        switch (analysis.view()) {
          case CRITICAL_PATH -> ", " + percent(span.took(), analysis.took()) + " %";
          case TIMELINE, BLAME -> "";
        };
    String how = span.kind() == Kind.RUN ? ": " + span.detail() : "";
    String why = span.because().isEmpty() ? "" : ", " + span.because();
    return share + how + why + (span.open() ? " (had not ended)" : "");
  }

  static String percent(Duration part, Duration whole) {
    return whole.isZero()
        ? "0"
        : BigDecimal.valueOf(100.0 * part.toNanos() / whole.toNanos())
            .setScale(1, RoundingMode.HALF_UP)
            .toString();
  }

  private static String shortened(String text) {
    String line = text.replace('\n', ' ').replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
  }

  /** Where in the whole it lies; the waits of a step lighter than its work. */
  private String bar(Span span) {
    StringBuilder bar = new StringBuilder("·".repeat(BAR));
    int from = column(span.from());
    int to = Math.max(from + 1, column(span.to()));
    for (int at = from; at < to && at < BAR; at++) {
      bar.setCharAt(at, span.isPoint() ? '|' : '█');
    }
    for (Story.WaitSpan wait : span.waits()) {
      for (int at = column(wait.from()); at < column(wait.to()) && at < BAR; at++) {
        bar.setCharAt(at, '░');
      }
    }
    return bar.toString();
  }

  private int column(Duration at) {
    long whole = Math.max(1, analysis.took().toNanos());
    long part = at.minus(analysis.story().origin()).toNanos();
    return Math.clamp(Math.round((double) part / whole * BAR), 0, BAR - 1);
  }
}
