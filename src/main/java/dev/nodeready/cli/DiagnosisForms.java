package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Finding;
import dev.nodeready.failure.Failure;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking at a machine or an image, for people and for programs.
 *
 * @param tried what it was looked at for
 */
record DiagnosisForms(Diagnosis diagnosis, String tried) {
  int exitCode() {
    return diagnosis.hasFailures()
        ? ExitCode.FAILED
        : diagnosis.findings().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
  }

  String text() {
    return Colours.findings(DoctorText.of(diagnosis), Terminal.out());
  }

  String json() {
    return Document.of(exitCode(), failure(), members());
  }

  /** What blocks first. */
  private @Nullable Failure failure() {
    if (!diagnosis.hasFailures()) {
      return null;
    }
    Finding first = diagnosis.findings().getFirst();
    return Failure.permanent(first.code(), tried, first.what(), first.remedy());
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("findings", diagnosis.findings().stream().map(DiagnosisForms::json).toList());
    members.put("fine", diagnosis.fine());
    members.put(
        "notLookedAt",
        diagnosis.notLookedAt().stream()
            .map(not -> Map.of("check", not.check(), "because", not.because()))
            .toList());
    return members;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    Code code = finding.code();
    members.put("code", code.name());
    members.put("area", code.area());
    members.put("weight", finding.weight().word());
    members.put("confidence", finding.confidence().word());
    members.put("what", finding.what());
    members.put(
        "evidence",
        finding.evidence().stream()
            .map(one -> {
              Map<String, Object> shown = new LinkedHashMap<>();
              shown.put("source", one.source());
              shown.put("text", one.text());
              return shown;
            })
            .toList());
    members.put("remedy", finding.remedy());
    return members;
  }
}
