package dev.nodeready.simulation;

import java.util.Locale;
import java.util.Map;

/** Draws which share of a fleet was Ready when: a panel for each day, a line for each policy. */
final class Picture {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 200;
  private static final int LEFT = 50;
  private static final int TOP = 76;
  private static final int COLUMN = WIDTH + 70;
  private static final int ROW = HEIGHT + 76;
  private static final int STEPS = 200;

  private static final String STYLE =
      """
      text{font:12px system-ui,sans-serif;fill:#1f2328}
      .title{font-size:15px;font-weight:600}.scale{font-size:11px;fill:#59636e}.side{text-anchor:end}
      .mid{text-anchor:middle}.paper{fill:#fff}.grid{stroke:#d1d9e0}
      .line{fill:none;stroke-width:2}.key{stroke-width:3}
      .p0{stroke:#0969da}.p1{stroke:#8250df}.p2{stroke:#bf8700}.p3{stroke:#1a7f37}.p4{stroke:#bc4c00}
      .p5{stroke:#cf222e}.line.p0{stroke-width:3}
      .line.p1,.key.p1{stroke-dasharray:6 3}.line.p2,.key.p2{stroke-dasharray:2 3}
      .line.p4,.key.p4{stroke-dasharray:9 3 2 3}
      @media(prefers-color-scheme:dark){
      text{fill:#f0f6fc}.scale{fill:#9198a1}.paper{fill:#0d1117}.grid{stroke:#3d444d}
      .p0{stroke:#4493f8}.p1{stroke:#ab7df8}.p2{stroke:#d29922}.p3{stroke:#3fb950}.p4{stroke:#db6d28}
      .p5{stroke:#f85149}
      }
      """;

  private final StringBuilder svg = new StringBuilder();

  private Picture() {}

  static String of(int nodes, Map<Scenario, Map<Policy, Outcome>> days) {
    return new Picture().drawn(nodes, days);
  }

  private String drawn(int nodes, Map<Scenario, Map<Policy, Outcome>> days) {
    String title =
        String.format(
            Locale.ROOT,
            "%,d nodes: share that is Ready, over the time since they were switched on",
            nodes);
    int height = TOP + (days.size() + 1) / 2 * ROW - 30;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
        <title>%3$s</title>
        <style>
        %4$s</style>
        <rect class="paper" width="100%%" height="100%%"/>
        <text class="title" x="8" y="22">%3$s</text>
        """
            .formatted(2 * COLUMN, height, title, STYLE));
    keys();
    int panel = 0;
    for (Map.Entry<Scenario, Map<Policy, Outcome>> day : days.entrySet()) {
      panel(day.getKey(), day.getValue(), LEFT + panel % 2 * COLUMN, TOP + panel / 2 * ROW);
      panel++;
    }
    return svg.append("</svg>\n").toString();
  }

  private void keys() {
    for (int i = 0; i < Policy.ALL.size(); i++) {
      int x = 8 + i * 155;
      svg.append(
          "<line class=\"key p%d\" x1=\"%d\" y1=\"40\" x2=\"%d\" y2=\"40\"/>\n"
              .formatted(i, x, x + 24));
      svg.append("<text x=\"%d\" y=\"44\">%s</text>\n".formatted(x + 30, Policy.ALL.get(i).name()));
    }
  }

  private void panel(Scenario scenario, Map<Policy, Outcome> day, int x, int y) {
    long end = end(day);
    svg.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(x, y - 8, scenario.name()));
    for (int share = 0; share <= 100; share += 50) {
      int at = y + HEIGHT - share * HEIGHT / 100;
      svg.append(
          "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
              .formatted(x, at, x + WIDTH, at));
      svg.append(
          "<text class=\"scale side\" x=\"%d\" y=\"%d\">%d %%</text>\n"
              .formatted(x - 6, at + 4, share));
    }
    for (int quarter = 0; quarter <= 4; quarter++) {
      svg.append(
          "<text class=\"scale mid\" x=\"%d\" y=\"%d\">%s</text>\n"
              .formatted(x + quarter * WIDTH / 4, y + HEIGHT + 18, time(end * quarter / 4)));
    }
    for (int i = 0; i < Policy.ALL.size(); i++) {
      Outcome outcome = day.get(Policy.ALL.get(i));
      if (outcome != null) {
        line(i, outcome, end, x, y);
      }
    }
  }

  private static String time(long micros) {
    return micros < Micros.MINUTE ? micros / Micros.SECOND + " s" : micros / Micros.MINUTE + " min";
  }

  /** Twice as long as the product needs for nearly all, in quarters of whole minutes. */
  private static long end(Map<Policy, Outcome> day) {
    Outcome ours = day.get(Policy.OURS);
    long needed = ours == null ? 0 : ours.percentile(99);
    long quarter = 2 * needed / 4 / Micros.MINUTE;
    return quarter == 0 ? Micros.MINUTE : 4 * (quarter + 1) * Micros.MINUTE;
  }

  private void line(int number, Outcome outcome, long end, int x, int y) {
    svg.append("<polyline class=\"line p%d\" points=\"".formatted(number));
    for (int step = 0; step <= STEPS; step++) {
      double share = outcome.shareBy(end / STEPS * step);
      svg.append(
          "%s%d,%s"
              .formatted(
                  step == 0 ? "" : " ",
                  x + step * WIDTH / STEPS,
                  String.format(Locale.ROOT, "%.1f", y + HEIGHT * (1 - share))));
    }
    svg.append("\"/>\n");
  }
}
