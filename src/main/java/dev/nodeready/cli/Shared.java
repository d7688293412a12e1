package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.host.Root;
import dev.nodeready.report.ExitCode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  /** The root, which has to be there: one that is misspelt would be made, and a boot run in it. */
  static Root root(ParseResult parsed) {
    if (!parsed.hasMatchedOption("--root")) {
      return Root.MACHINE;
    }
    Path folder = Path.of(parsed.matchedOptionValue("--root", "/"));
    if (!Files.isDirectory(folder)) {
      throw wrong(parsed, "--root: " + missing(folder));
    }
    return new Root(folder);
  }

  /** A command of ours in a remedy, for what lies below this root. */
  static String below(Root root, String command) {
    return root.equals(Root.MACHINE) ? command : Code.byHand(command) + " --root " + root.folder();
  }

  /** What would help: where something else is in the way, no folder can be made. */
  private static String missing(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (Files.isDirectory(there) && !Files.isExecutable(there)) {
      return "this user may not look into " + there + "; run it with sudo";
    }
    if (Files.isDirectory(there)) {
      return "there is no folder " + folder + "; make it first: mkdir -p " + folder;
    }
    String what = Files.isSymbolicLink(there) ? "a link that leads to no folder" : "no folder";
    return there + " is " + what + "; name a folder that is there";
  }

  static OptionSpec sources() {
    return sources("imds://user-data");
  }

  static OptionSpec sources(String fallback) {
    return Specs.values(
        "URI",
        "Where the NodeConfig comes from: imds://user-data, file://PATH, or - for standard input;"
            + " may be repeated, later ones win (default: "
            + fallback
            + ").",
        "-c",
        "--config-source");
  }

  /** The sources as URIs; standard input is a file like others. */
  static List<String> sources(ParseResult parsed) {
    return parsed.matchedOptionValue("--config-source", List.<String>of()).stream()
        .map(source -> source.equals("-") ? "file:///dev/stdin" : source)
        .toList();
  }

  /** The answer of a command that has done what it was asked for. */
  static String document(Map<String, ? extends @Nullable Object> result) {
    return Document.of(ExitCode.DONE, null, result);
  }

  /** A command line that is wrong, to be thrown. */
  static ParameterException wrong(ParseResult parsed, String what) {
    return new ParameterException(parsed.commandSpec().commandLine(), what);
  }

  static OptionSpec output() {
    return Specs.choice("text|json", "Form of the result (default: text).", "-o", "--output");
  }

  /** Whether the result is wanted as JSON. */
  static boolean json(ParseResult parsed) {
    String form = parsed.matchedOptionValue("--output", "text");
    return switch (form) {
      case "json" -> true;
      case "text" -> false;
      default -> throw wrong(parsed, "--output is text or json, not " + form);
    };
  }
}
