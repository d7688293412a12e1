package dev.nodeready.cli;

import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Diagnosis.NotLookedAt;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Finding.Weight;

/**
 * A diagnosis in the XML of JUnit's reports, which pipelines show: a failure fails, a warning
 * passes with its words as output, and what was not looked at is skipped.
 */
final class JunitText {
  private final StringBuilder out = new StringBuilder();
  private final String suite;

  private JunitText(String suite) {
    this.suite = suite;
  }

  /**
   * The report.
   *
   * @param suite what it is called
   */
  static String of(Diagnosis diagnosis, String suite) {
    JunitText text = new JunitText(suite);
    text.all(diagnosis);
    return text.out.toString();
  }

  private void all(Diagnosis diagnosis) {
    long failures = diagnosis.findings().stream().filter(f -> f.weight() == Weight.FAILURE).count();
    int skipped = diagnosis.notLookedAt().size();
    int tests = diagnosis.findings().size() + diagnosis.fine().size() + skipped;
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append(
        "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">\n"
            .formatted(attribute(suite), tests, failures, skipped));
    diagnosis.findings().forEach(this::finding);
    diagnosis.fine().forEach(check -> out.append(begin(check)).append("/>\n"));
    diagnosis.notLookedAt().forEach(this::skipped);
    out.append("</testsuite>\n");
  }

  private String begin(String name) {
    return "  <testcase classname=\"%s\" name=\"%s\"".formatted(attribute(suite), attribute(name));
  }

  private void finding(Finding finding) {
    out.append(begin(finding.code().name())).append(">\n");
    if (finding.weight() == Weight.FAILURE) {
      out.append(
          "    <failure type=\"%s\" message=\"%s\">%s</failure>\n"
              .formatted(finding.code(), attribute(finding.what()), text(words(finding))));
    } else {
      out.append("    <system-out>%s</system-out>\n".formatted(text(words(finding))));
    }
    out.append("  </testcase>\n");
  }

  private static String words(Finding finding) {
    StringBuilder words = new StringBuilder(finding + "\n");
    for (Evidence evidence : finding.evidence()) {
      words.append("evidence: ").append(evidence.toLine()).append('\n');
    }
    return words.append("remedy: ").append(finding.remedy()).append('\n').toString();
  }

  private void skipped(NotLookedAt not) {
    out.append(begin(not.check())).append(">\n");
    out.append("    <skipped message=\"%s\"/>\n".formatted(attribute(not.because())));
    out.append("  </testcase>\n");
  }

  private static String attribute(String text) {
    return text(text).replace("\"", "&quot;").replace("\n", "&#10;").replace("\t", "&#9;");
  }

  /** Without characters that no XML may have. */
  private static String text(String text) {
    return text.replaceAll(
            "[^\\x09\\x0A\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
