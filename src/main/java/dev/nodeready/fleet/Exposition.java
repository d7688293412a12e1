package dev.nodeready.fleet;

/**
 * Text that node_exporter and every other reader of Prometheus' format takes, and those of
 * OpenMetrics too: each family is told of once and is a gauge, since a counter has another name in
 * the one than in the other.
 */
final class Exposition {
  private final StringBuilder text = new StringBuilder(4096);

  /** Begins a family, whose samples follow. */
  Exposition family(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    return this;
  }

  /**
   * One sample.
   *
   * @param labels names and values in turn
   */
  Exposition sample(String name, String value, String... labels) {
    text.append(name);
    for (int at = 0; at < labels.length; at += 2) {
      text.append(at == 0 ? '{' : ',').append(labels[at]).append("=\"");
      text.append(escaped(labels[at + 1])).append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
    return this;
  }

  /** A family of one sample without labels. */
  Exposition single(String name, String help, String value) {
    return family(name, help).sample(name, value);
  }

  /** The whole text, with the end that OpenMetrics wants and others take for a comment. */
  String end() {
    return text.append("# EOF\n").toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
