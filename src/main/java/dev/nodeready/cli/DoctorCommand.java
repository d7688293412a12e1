package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.config.Suggest;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Checks;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Doctor;
import dev.nodeready.doctor.Finding;
import dev.nodeready.doctor.Patient;
import dev.nodeready.failure.Failure;
import dev.nodeready.logging.Redaction;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready doctor}: what is wrong with this machine now, how sure that is, what to do. */
final class DoctorCommand implements Command {
  private static final String ONLY = "--only";

  /** For all checks together: each waits for little, and they do so at the same time. */
  private static final Duration LIMIT = Duration.ofSeconds(12);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "doctor",
            "Looks for what keeps this machine from joining, with evidence and remedy; changes nothing."
                + " Exits with 1 where something does, with 3 where something needs a look.");
    spec.addOption(
        Specs.value(
            "AREA|CODE",
            "Only what may find this: an area such as CRI, or a code; see nodeready explain --list.",
            () -> known().iterator(),
            ONLY));
    spec.addOption(Shared.root());
    spec.addOption(Shared.output());
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    String only = parsed.matchedOptionValue(ONLY, "").toUpperCase(Locale.ROOT);
    Diagnosis diagnosis =
        new Doctor(Patient.of(Shared.root(parsed))).look(checks(parsed, only), LIMIT).only(only);
    int exitCode = exitCode(diagnosis);
    streams
        .out()
        .print(
            Redaction.redact(
                Shared.json(parsed)
                    ? Document.of(exitCode, failure(diagnosis), json(diagnosis))
                    : Colours.findings(DoctorText.of(diagnosis), Terminal.out())));
    return exitCode;
  }

  private static int exitCode(Diagnosis diagnosis) {
    return diagnosis.hasFailures()
        ? ExitCode.FAILED
        : diagnosis.findings().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
  }

  /** What blocks first. */
  private static @Nullable Failure failure(Diagnosis diagnosis) {
    if (!diagnosis.hasFailures()) {
      return null;
    }
    Finding first = diagnosis.findings().getFirst();
    return Failure.permanent(
        first.code(), "see whether this machine can join", first.what(), first.remedy());
  }

  private static List<Check> checks(ParseResult parsed, String only) {
    if (only.isEmpty()) {
      return Checks.all();
    }
    List<Check> checks = Checks.about(only);
    if (checks.isEmpty()) {
      throw Shared.wrong(parsed, "--only: no check looks for " + near(only));
    }
    return checks;
  }

  private static String near(String only) {
    String near = Suggest.closest(only, known());
    return Suggest.quote(only) + (near == null ? "" : "; " + Suggest.question(near));
  }

  /** Areas and codes that are looked for. */
  private static List<String> known() {
    return Checks.all().stream()
        .flatMap(check -> check.codes().stream())
        .flatMap(code -> Stream.of(code.area(), code.name()))
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<String, @Nullable Object> json(Diagnosis diagnosis) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("findings", diagnosis.findings().stream().map(DoctorCommand::json).toList());
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
