package dev.nodeready.cli;

import dev.nodeready.host.Root;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that mean the same in every command. */
final class Shared {
  private Shared() {}

  static OptionSpec root() {
    return Specs.value(
        "DIR", "Folder below which every file is read and written (default: /).", "--root");
  }

  static Root root(ParseResult parsed) {
    return parsed.hasMatchedOption("--root")
        ? new Root(Path.of(parsed.matchedOptionValue("--root", "/")))
        : Root.MACHINE;
  }

  static OptionSpec output() {
    return OptionSpec.builder("-o", "--output")
        .type(String.class)
        .completionCandidates(List.of("text", "json"))
        .paramLabel("text|json")
        .description("Form of the result (default: text).")
        .build();
  }

  /** Whether the result is wanted as JSON. */
  static boolean json(ParseResult parsed) {
    String form = parsed.matchedOptionValue("--output", "text");
    return switch (form) {
      case "json" -> true;
      case "text" -> false;
      default ->
          throw new ParameterException(
              parsed.commandSpec().commandLine(), "--output is text or json, not " + form);
    };
  }
}
