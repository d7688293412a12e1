package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.doctor.Diagnosis;
import dev.nodeready.logging.Redaction;
import dev.nodeready.verify.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready verify-image}: what can be known of a machine image before it ships. */
final class VerifyImageCommand implements Command {
  static final String NAME = "verify-image";
  private static final String CONFIG = "--config";
  private static final String ONLY = "--only";

  /** For all checks together; those that run nothing are done within the first second. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            NAME,
            "Looks for what would keep machines of this image from joining, and runs its containerd"
                + " and kubelet for a moment where they change nothing; needs no cluster. Exits with 1"
                + " where something does, with 3 where something needs a look.");
    spec.addOption(
        Specs.value(
            "DIR", "Folder in which the image is mounted (default: this machine).", "--root"));
    spec.addOption(
        Specs.value(
            "FILE", "A NodeConfig that is meant for the image (default: what it has).", CONFIG));
    spec.addOption(
        Specs.value(
            "AREA|CODE",
            "Only what may find this: an area such as IMAGE, or a code; see nodeready explain --list.",
            ONLY));
    spec.addOption(
        Specs.value("DIR", "Where the scratch folder is made (default: /tmp).", "--scratch"));
    spec.addOption(
        Specs.choice("text|json|junit", "Form of the result (default: text).", "-o", "--output"));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    String form = parsed.matchedOptionValue("--output", "text");
    if (!List.of("text", "json", "junit").contains(form)) {
      throw Shared.wrong(parsed, "--output is text, json or junit, not " + form);
    }
    Diagnosis diagnosis =
        new Verification(
                Shared.root(parsed),
                sources(parsed),
                Path.of(parsed.matchedOptionValue("--scratch", "/tmp")))
            .look(only(parsed), LIMIT);
    DiagnosisForms forms =
        new DiagnosisForms(diagnosis, "see whether machines of this image can join");
    streams
        .out()
        .print(
            Redaction.redact(
                switch (form) {
                  case "json" -> forms.json();
                  case "junit" -> JunitText.of(diagnosis, "nodeready " + NAME);
                  default -> forms.text();
                }));
    return forms.exitCode();
  }

  private static String only(ParseResult parsed) {
    String only = parsed.matchedOptionValue(ONLY, "").toUpperCase(Locale.ROOT);
    if (!only.isEmpty() && Stream.of(Code.values()).noneMatch(code -> code.isOf(only))) {
      throw Shared.wrong(parsed, ONLY + ": " + only + " is no area and no code");
    }
    return only;
  }

  private static List<String> sources(ParseResult parsed) {
    String file = parsed.matchedOptionValue(CONFIG, "");
    if (file.isEmpty()) {
      return List.of();
    }
    if (!Files.isReadable(Path.of(file))) {
      throw Shared.wrong(parsed, CONFIG + ": " + file + " cannot be read");
    }
    return List.of("file://" + Path.of(file).toAbsolutePath());
  }
}
