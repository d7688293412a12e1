package dev.nodeready.cli;

import dev.nodeready.config.ConfigJson;
import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.Explanation;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.Problem;
import dev.nodeready.config.Problems;
import dev.nodeready.config.ResolvedConfig;
import dev.nodeready.config.Suggest;
import dev.nodeready.config.UserData;
import dev.nodeready.config.Validation.Facts;
import dev.nodeready.config.kubelet.Release;
import dev.nodeready.config.schema.JsonSchema;
import dev.nodeready.containerd.ContainerdFiles;
import dev.nodeready.logging.Terminal;
import dev.nodeready.report.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready config}: checks and shows the configuration; changes nothing. */
final class ConfigCommand implements Command {
  private static final String KUBELET_VERSION = "--kubelet-version";

  private final UserData userData;

  ConfigCommand(UserData userData) {
    this.userData = userData;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.command("config", "Checks and shows the configuration.");
    Specs.add(spec, checkSpec());
    Specs.add(spec, dumpSpec());
    Specs.add(spec, explainSpec());
    Specs.add(
        spec, Specs.command("schema", "Prints the JSON schema of a NodeConfig, for editors."));
    return spec;
  }

  private static CommandSpec checkSpec() {
    CommandSpec spec =
        Specs.command(
            "check",
            "Reads the sources and tells everything that is wrong; exits 78 if anything is.");
    spec.addOption(Shared.sources());
    spec.addOption(
        Specs.value(
            "VERSION",
            "Check what is said of kubelet for this version, such as v1.34.2.",
            KUBELET_VERSION));
    spec.addOption(Shared.output());
    return spec;
  }

  private static CommandSpec dumpSpec() {
    CommandSpec spec =
        Specs.command(
            "dump", "Prints the merged configuration as one line of JSON, secrets and all.");
    spec.addOption(Shared.sources());
    spec.addOption(cache());
    spec.addOption(
        Specs.choice(
            "text|json",
            "Form of the result: nodeadm's line, or that of every other command, with the"
                + " configuration in its field config (default: text).",
            "-o",
            "--output"));
    return spec;
  }

  private static CommandSpec explainSpec() {
    CommandSpec spec =
        Specs.command(
            "explain",
            "Shows what each field is for and its default; with a source, what it says and where.");
    spec.addOption(Shared.sources("none, nobody is asked"));
    spec.addOption(cache());
    spec.addOption(Shared.output());
    spec.addPositional(
        Specs.argument(
            "PATH",
            "The field to show with all below it, such as spec.cluster (default: all).",
            () -> Explanation.paths().iterator()));
    return spec;
  }

  private static OptionSpec cache() {
    return Specs.value(
        "FILE",
        "Where a resolved configuration was kept, used if no source gives one.",
        "--config-cache");
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (!parsed.hasSubcommand()) {
      throw Shared.wrong(parsed, "config wants check, dump, explain or schema");
    }
    ParseResult sub = parsed.subcommand();
    return switch (sub.commandSpec().name()) {
      case "check" -> check(sub, streams);
      case "dump" -> dump(sub, streams);
      case "explain" -> explain(sub, streams);
      default -> {
        streams.out().print(JsonSchema.text());
        yield ExitCode.DONE;
      }
    };
  }

  private int check(ParseResult parsed, Streams streams) throws InterruptedException {
    boolean json = Shared.json(parsed);
    Facts facts = new Facts(kubeletVersion(parsed), 0);
    List<Problem> problems =
        new ConfigResolver(userData)
            .check(Shared.sources(parsed), facts, ContainerdFiles::refusals);
    boolean valid = Problems.failing(problems, true).isEmpty();
    int exitCode = valid ? ExitCode.DONE : ExitCode.CONFIG;
    if (json) {
      streams.out().print(ConfigText.json(exitCode, problems));
      return exitCode;
    }
    streams.err().print(Colours.problems(ConfigText.lines(problems), Terminal.err()));
    if (valid) {
      streams.out().println("Configuration is valid");
    }
    return exitCode;
  }

  /** What is no version would be checked for any, and found well. */
  private static String kubeletVersion(ParseResult parsed) {
    String version = parsed.matchedOptionValue(KUBELET_VERSION, "");
    if (parsed.hasMatchedOption(KUBELET_VERSION) && Release.of(version) < 0) {
      throw Shared.wrong(
          parsed,
          KUBELET_VERSION
              + ": "
              + Suggest.quote(version)
              + " is no version; write one such as v1.34.2");
    }
    return version;
  }

  private int dump(ParseResult parsed, Streams streams) throws InterruptedException {
    boolean json = Shared.json(parsed);
    NodeConfig config = look(parsed, streams).config();
    streams
        .out()
        .print(
            json
                ? Shared.document(Map.of("config", ConfigJson.document(config)))
                : ConfigJson.dump(config));
    return ExitCode.DONE;
  }

  private int explain(ParseResult parsed, Streams streams) throws InterruptedException {
    String path = parsed.matchedPositionalValue(0, "");
    boolean json = Shared.json(parsed);
    // What no NodeConfig can have is told before anybody is asked for one.
    if (Explanation.of(ResolvedConfig.EMPTY, path).isEmpty()) {
      throw Shared.wrong(parsed, "no field has the path " + path + meant(path));
    }
    List<Explanation> found = Explanation.of(known(parsed, streams), path);
    streams.out().print(json ? ConfigText.explainedJson(found) : ConfigText.explained(found));
    return ExitCode.DONE;
  }

  private static String meant(String path) {
    String near = Suggest.closest(path, Explanation.paths());
    return near == null ? "" : "; " + Suggest.question(near);
  }

  /** What a field is for needs no configuration, so without one its default is shown. */
  private ResolvedConfig known(ParseResult parsed, Streams streams) throws InterruptedException {
    boolean named =
        parsed.hasMatchedOption("--config-source") || parsed.hasMatchedOption("--config-cache");
    if (named) {
      return look(parsed, streams);
    }
    streams
        .err()
        .println(
            "no source is named, so defaults are shown: add -c imds://user-data or -c file://PATH");
    return ResolvedConfig.EMPTY;
  }

  private ResolvedConfig look(ParseResult parsed, Streams streams) throws InterruptedException {
    String file = parsed.matchedOptionValue("--config-cache", "");
    @Nullable Path cache = file.isEmpty() ? null : Path.of(file);
    ResolvedConfig resolved = new ConfigResolver(userData).look(Shared.sources(parsed), cache);
    streams.err().print(Colours.problems(ConfigText.lines(resolved.problems()), Terminal.err()));
    return resolved;
  }
}
