package dev.nodeready.cli;

import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Diagnosis.NotLookedAt;
import dev.nodeready.doctor.Evidence;
import dev.nodeready.doctor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A diagnosis as people read it: what is wrong first, by area, then the rest in short. */
final class DoctorText {
  private final StringBuilder out = new StringBuilder();

  private DoctorText() {}

  static String of(Diagnosis diagnosis) {
    DoctorText text = new DoctorText();
    text.findings(diagnosis.findings());
    text.line("fine", String.join(", ", diagnosis.fine()));
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (NotLookedAt not : diagnosis.notLookedAt()) {
      reasons.computeIfAbsent(not.because(), because -> new ArrayList<>()).add(not.check());
    }
    reasons.forEach((because, checks) ->
        text.line("not looked at", String.join(", ", checks) + "; " + because));
    return text.out.toString();
  }

  private void findings(List<Finding> findings) {
    if (findings.isEmpty()) {
      out.append("nothing is wrong, as far as was looked at\n");
    }
    Map<String, List<Finding>> areas = new LinkedHashMap<>();
    findings.forEach(f -> areas.computeIfAbsent(f.code().area(), a -> new ArrayList<>()).add(f));
    areas.forEach((area, found) -> {
      out.append(area).append('\n');
      found.forEach(this::finding);
    });
  }

  private void finding(Finding finding) {
    out.append(
        "  %s: %s (%s)\n"
            .formatted(finding.weight().word(), finding.code(), finding.confidence().word()));
    out.append("    what:     ").append(finding.what()).append('\n');
    for (Evidence evidence : finding.evidence()) {
      out.append("    evidence: ").append(evidence.toLine()).append('\n');
    }
    out.append("    remedy:   ").append(finding.remedy()).append('\n');
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      out.append("%-14s %s\n".formatted(name + ":", value));
    }
  }
}
