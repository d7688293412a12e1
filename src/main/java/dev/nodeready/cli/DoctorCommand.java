package dev.nodeready.cli;

import dev.nodeready.config.Suggest;
import dev.nodeready.doctor.Check;
import dev.nodeready.doctor.Checks;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.doctor.Doctor;
import dev.nodeready.doctor.Patient;
import dev.nodeready.logging.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
    DiagnosisForms forms = new DiagnosisForms(diagnosis, "see whether this machine can join");
    streams.out().print(Redaction.redact(Shared.json(parsed) ? forms.json() : forms.text()));
    return forms.exitCode();
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
}
