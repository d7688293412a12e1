package dev.nodeready.records;

import dev.nodeready.records.Span.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * An analysis as a picture: one row for each span, below a scale of seconds. It brings its own
 * colours for light and dark, and needs no script and no other file, so that it may be put into a
 * ticket.
 */
final class AnalysisSvg {
  private static final int LABELS = 290;
  private static final int CHART = 560;
  private static final int TIMES = 90;
  private static final int WIDTH = LABELS + CHART + TIMES;
  private static final int ROW = 18;
  private static final int HEAD = 66;
  private static final int LONGEST_NAME = 42;

  private static final String STYLE =
      """
      text{font:12px system-ui,sans-serif;fill:#1f2328}
      .title{font-size:15px;font-weight:600}.small,.scale,.time{font-size:11px;fill:#59636e}
      .name,.scale{text-anchor:end}.group{font-weight:600}
      .paper{fill:#fff}.grid{stroke:#d1d9e0}.attempt{stroke:#1f2328;stroke-width:1.5}
      .machine{fill:#8c959f}.others{fill:#bf8700}.ours{fill:#0969da}.wait{fill:#9ecbff}
      .failed{fill:#cf222e}.point{fill:#57606a}
      @media(prefers-color-scheme:dark){
      text{fill:#f0f6fc}.small,.scale,.time{fill:#9198a1}
      .paper{fill:#0d1117}.grid{stroke:#3d444d}.attempt{stroke:#f0f6fc}
      .machine{fill:#6e7681}.others{fill:#d29922}.ours{fill:#4493f8}.wait{fill:#1b4b82}
      .failed{fill:#f85149}.point{fill:#b1bac4}
      }
      """;

  private final Analysis analysis;
  private final StringBuilder rows = new StringBuilder();
  private int y = HEAD;

  private AnalysisSvg(Analysis analysis) {
    this.analysis = analysis;
  }

  static String of(Analysis analysis) {
    AnalysisSvg svg = new AnalysisSvg(analysis);
    switch (analysis.view()) {
      case TIMELINE -> {
        for (Owner owner : Owner.values()) {
          svg.group(owner);
        }
      }
      case BLAME, CRITICAL_PATH -> analysis.spans().forEach(svg::row);
    }
    return svg.whole();
  }

  private void group(Owner owner) {
    List<Span> spans =
        analysis.spans().stream()
            .filter(span -> span.owner() == owner && AnalysisText.worthALine(span))
            .toList();
    if (!spans.isEmpty()) {
      y += 6;
      text("group", 8, y + 13, owner.title());
      y += ROW;
      spans.forEach(this::row);
    }
  }

  private void row(Span span) {
    rows.append("<g><title>").append(escaped(told(span))).append("</title>\n");
    text("name", LABELS - 8, y + 13, shortened(span.name()));
    if (span.isPoint()) {
      bar("point", span.to(), span.to(), 3);
    } else {
      bar(failed(span) ? "failed" : span.owner().word(), span.from(), span.to(), 1);
    }
    span.waits().forEach(wait -> bar("wait", wait.from(), wait.to(), 0));
    for (Story.Mark mark : span.marks()) {
      if (mark.kind().equals("attempt")) {
        int x = x(mark.at());
        rows.append(
            "<line class=\"attempt\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                .formatted(x, y + 2, x, y + ROW - 2));
      }
    }
    String took = span.isPoint() ? "" : AnalysisText.seconds(span.took()) + " s";
    text("time", LABELS + CHART + 8, y + 13, took);
    rows.append("</g>\n");
    y += ROW;
  }

  private boolean failed(Span span) {
    Story.Verdict verdict = analysis.story().verdict();
    String code = verdict == null ? "" : verdict.code();
    return !code.isEmpty() && span.detail().contains(code);
  }

  private static String told(Span span) {
    StringBuilder told = new StringBuilder(span.name());
    told.append(": ").append(AnalysisText.seconds(span.took())).append(" s");
    if (!span.detail().isEmpty()) {
      told.append("\n").append(span.detail());
    }
    for (Story.WaitSpan wait : span.waits()) {
      told.append("\nwaited ").append(AnalysisText.seconds(wait.took())).append(" s for ");
      told.append(wait.subject()).append(": ").append(wait.because());
    }
    return told.toString();
  }

  private void bar(String kind, Duration from, Duration to, int narrowest) {
    int left = x(from);
    int width = Math.max(narrowest, x(to) - left);
    if (width > 0) {
      rows.append(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"1\"/>\n"
              .formatted(kind, left, y + 3, width, ROW - 6));
    }
  }

  private void text(String kind, int x, int at, String text) {
    rows.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, at, escaped(text)));
  }

  private String whole() {
    StringBuilder svg = new StringBuilder();
    int height = y + 12;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(WIDTH, height, WIDTH, height));
    svg.append("<title>").append(escaped(analysis.title())).append("</title>\n");
    svg.append("<style>\n").append(STYLE).append("</style>\n");
    svg.append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    svg.append("<text class=\"title\" x=\"8\" y=\"22\">").append(escaped(analysis.title()));
    svg.append("</text>\n").append(legend());
    grid(svg, height);
    return svg.append(rows).append("</svg>\n").toString();
  }

  private String legend() {
    return "<text class=\"small\" x=\"8\" y=\"42\">%s, nodeready %s; light: waiting, upright line: an attempt</text>\n"
        .formatted(analysis.view().word(), escaped(analysis.story().version()));
  }

  /** A line at each round number of seconds, ten of them at most. */
  private void grid(StringBuilder svg, int height) {
    double whole = Math.max(0.001, analysis.took().toNanos() / 1e9);
    double step = Math.pow(10, Math.floor(Math.log10(whole)));
    step = whole / step < 2 ? step / 5 : whole / step < 5 ? step / 2 : step;
    for (int i = 0; i * step <= whole; i++) {
      int x = LABELS + (int) Math.round(i * step / whole * CHART);
      svg.append(
          "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
              .formatted(x, HEAD, x, height - 8));
      svg.append(
          "<text class=\"scale\" x=\"%d\" y=\"%d\">%s</text>\n"
              .formatted(x + 4, HEAD - 5, scale(i * step)));
    }
  }

  private static String scale(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds).replaceFirst("\\.?0+$", "") + " s";
  }

  private int x(Duration at) {
    double whole = Math.max(1, analysis.took().toNanos());
    double part = at.minus(analysis.story().origin()).toNanos();
    return LABELS + (int) Math.round(Math.clamp(part / whole, 0, 1) * CHART);
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
  }

  /** What daemons said may hold anything, characters that XML has no way to write among them. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.appendCodePoint(isXml(c) ? c : '?');
          }
        });
    return out.toString();
  }

  private static boolean isXml(int c) {
    boolean control = c < 0x20 && c != '\n' && c != '\t';
    boolean surrogate = c >= 0xD800 && c < 0xE000;
    return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }
}
