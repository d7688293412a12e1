package dev.nodeready.cli;

import dev.nodeready.boot.BootOptions;
import dev.nodeready.boot.BootRunner;
import dev.nodeready.config.Durations;
import dev.nodeready.host.Root;
import dev.nodeready.inputs.Budgets;
import dev.nodeready.join.JoinPolicy;
import dev.nodeready.plan.Selection;
import dev.nodeready.platform.Ahead;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.systemd.Units;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of every command that runs the boot plan, and what they mean. */
final class BootArgs {
  private static final String FILE = "file://";

  /** Set for who calls the program nodeadm: such callers go on when kubelet runs. */
  static final String AS_NODEADM = "--as-nodeadm";

  private BootArgs() {}

  /** Asked for by completion scripts only: a boot's plan is not made to parse a command line. */
  private static Iterator<String> steps() {
    return BootRunner.steps().iterator();
  }

  static void addTo(CommandSpec spec) {
    spec.addOption(Shared.root());
    spec.addOption(runtime());
    spec.addOption(Shared.sources());
    spec.addOption(
        Specs.value("FILE", "Where the resolved configuration is kept.", "--config-cache"));
    spec.addOption(
        Specs.values(
            "NAME", "Run only this phase or step; may be repeated.", BootArgs::steps, "--only"));
    spec.addOption(
        Specs.values(
            "NAME", "Leave this phase or step out; may be repeated.", BootArgs::steps, "--skip"));
    spec.addOption(daemons());
    budget(spec, "--budget", "The whole boot");
    budget(spec, "--runtime-budget", "Until the container runtime answers");
    budget(spec, "--image-budget", "Until the sandbox image is there");
    budget(spec, "--kubelet-budget", "Until kubelet is healthy, and then until it has stayed so");
    budget(spec, "--join-budget", "From then on until the node has joined");
    spec.addOption(Specs.flag("Wait for another run to end instead of reporting it.", "--wait"));
    spec.addOption(
        Specs.flag("Fail on what config check refuses, such as unknown fields.", "--strict"));
    spec.addOption(Specs.hidden(AS_NODEADM));
    spec.addOption(verbose());
  }

  static OptionSpec runtime() {
    return Specs.value(
        "ENDPOINT",
        "The runtime's socket, such as unix:///run/containerd/containerd.sock (default: the one"
            + " that containerd is configured with).",
        "--cri-endpoint");
  }

  static OptionSpec daemons() {
    return Specs.choice(
        "systemd|process|none",
        "Who runs containerd and kubelet: systemd, process (as children of this process) or none"
            + " (default: systemd; none with a --root that has no systemd).",
        "--supervisor");
  }

  static OptionSpec verbose() {
    return Specs.flag("Tell more on standard error.", "-v", "--verbose");
  }

  /**
   * Asks the instance's platform ahead, where these words most likely want a whole boot from user
   * data; null where they do not.
   */
  static @Nullable Ahead ahead(List<String> words) {
    boolean asked = words.contains("imds://user-data");
    boolean part = words.stream().anyMatch(w -> w.startsWith("--only") || w.startsWith("--skip"));
    String cache = value(words, "--config-cache");
    boolean kept = !cache.isEmpty() && Files.exists(Path.of(cache));
    String root = value(words, "--root");
    boolean ec2 =
        asked
            && !part
            && Ahead.mayAsk(
                root.isEmpty() ? Root.MACHINE : new Root(Path.of(root)),
                files(words),
                System.getenv());
    return ec2 ? Ahead.begin(!kept) : null;
  }

  /** What an option is given as a word of its own; empty where it is not. */
  private static String value(List<String> words, String option) {
    int at = words.indexOf(option) + 1;
    return at > 0 && at < words.size() ? words.get(at) : "";
  }

  private static List<Path> files(List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith(FILE))
        .map(word -> Path.of(word.substring(FILE.length())))
        .toList();
  }

  static BootOptions parse(String command, ParseResult parsed) {
    return new BootOptions(
        command,
        Shared.root(parsed),
        endpoint(parsed),
        Shared.sources(parsed),
        cache(parsed),
        new Selection(names(parsed, "--only"), names(parsed, "--skip")),
        supervisor(parsed),
        new Budgets.Given(
            duration(parsed, "--budget"),
            duration(parsed, "--runtime-budget"),
            duration(parsed, "--image-budget"),
            duration(parsed, "--kubelet-budget"),
            duration(parsed, "--join-budget")),
        parsed.hasMatchedOption("--wait"),
        parsed.hasMatchedOption(AS_NODEADM) ? JoinPolicy.HEALTHY : JoinPolicy.READY,
        parsed.hasMatchedOption("--strict"));
  }

  private static void budget(CommandSpec spec, String name, String what) {
    spec.addOption(
        Specs.value(
            "DURATION", what + ", such as 90s or 5m (default: the configuration's).", name));
  }

  private static List<String> list(ParseResult parsed, String name) {
    return List.copyOf(parsed.matchedOptionValue(name, List.<String>of()));
  }

  /** Names may be repeated or joined by commas. */
  private static Set<String> names(ParseResult parsed, String option) {
    Set<String> names = new HashSet<>();
    for (String value : list(parsed, option)) {
      names.addAll(List.of(value.split(",", -1)));
    }
    return names;
  }

  private static @Nullable Path cache(ParseResult parsed) {
    String path = parsed.matchedOptionValue("--config-cache", (String) null);
    return path == null || path.isEmpty() ? null : Path.of(path);
  }

  static SupervisorKind supervisor(ParseResult parsed) {
    String kind = parsed.matchedOptionValue("--supervisor", "");
    return switch (kind) {
      case "" -> systemdIn(Shared.root(parsed)) ? SupervisorKind.SYSTEMD : SupervisorKind.NONE;
      case "systemd" -> SupervisorKind.SYSTEMD;
      case "process" -> SupervisorKind.PROCESS;
      case "none" -> SupervisorKind.NONE;
      default ->
          throw Shared.wrong(parsed, "--supervisor is systemd, process or none, not " + kind);
    };
  }

  /** The machine's own is asked for; one below another root only where it is there. */
  private static boolean systemdIn(Root root) {
    return root.equals(Root.MACHINE) || Files.exists(root.at(Units.SOCKET));
  }

  static @Nullable String endpoint(ParseResult parsed) {
    String text = parsed.matchedOptionValue("--cri-endpoint", (String) null);
    if (text != null && !text.startsWith("/") && !text.startsWith("unix:/")) {
      throw Shared.wrong(
          parsed, "--cri-endpoint: " + text + " is no unix socket; write unix:///PATH or /PATH");
    }
    return text;
  }

  private static @Nullable Duration duration(ParseResult parsed, String name) {
    String text = parsed.matchedOptionValue(name, (String) null);
    if (text == null) {
      return null;
    }
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), name + ": " + e.getMessage(), e);
    }
  }
}
