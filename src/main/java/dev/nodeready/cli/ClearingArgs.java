package dev.nodeready.cli;

import dev.nodeready.catalogue.Code;
import dev.nodeready.cri.CriEndpoint;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Privileges;
import dev.nodeready.host.Root;
import dev.nodeready.life.Account;
import dev.nodeready.life.RuntimeSocket;
import dev.nodeready.life.Site;
import dev.nodeready.logging.Terminal;
import dev.nodeready.node.CommandLines;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Time;
import dev.nodeready.supervise.Supervisor;
import dev.nodeready.supervise.SupervisorKind;
import dev.nodeready.supervise.Supervisors;
import dev.nodeready.systemd.Units;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the commands that clear a machine have in common: options, and how they tell. */
final class ClearingArgs {
  static final String DRY = "--dry-run";

  private ClearingArgs() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(Specs.flag("Only say what would be done.", DRY));
    spec.addOption(Shared.root());
    spec.addOption(
        Specs.value(
            "ENDPOINT",
            "The runtime's socket, such as unix:///run/containerd/containerd.sock (default: the one"
                + " that kubelet is configured with).",
            "--cri-endpoint"));
    spec.addOption(Shared.output());
  }

  /** What is done with a machine. */
  @FunctionalInterface
  interface Work {
    int on(Site site) throws InterruptedException;
  }

  static int run(ParseResult parsed, String tried, Work work) throws InterruptedException {
    Root root = Shared.root(parsed);
    if (root.equals(Root.MACHINE) && !Privileges.own().root()) {
      throw Failure.permanent(Code.HOST_NOT_ROOT, tried, "it does not run as root").asException();
    }
    String endpoint = parsed.matchedOptionValue("--cri-endpoint", "");
    CriEndpoint runtime = endpoint.isEmpty() ? RuntimeSocket.of(root) : CriEndpoint.parse(endpoint);
    try (Supervisor supervisor = supervisor(root)) {
      return work.on(new Site(root, supervisor, runtime, new Commands(Map.of()), Time.SYSTEM));
    }
  }

  /** Where no systemd runs, as in a container, daemons of an earlier run of ours may do. */
  private static Supervisor supervisor(Root root) {
    boolean systemd = Files.exists(root.at(Units.SOCKET));
    SupervisorKind kind = systemd ? SupervisorKind.SYSTEMD : SupervisorKind.PROCESS;
    return Supervisors.of(kind, root, daemon -> CommandLines.of(root, daemon), Time.SYSTEM);
  }

  /** Who hears of each thing: with JSON nobody does, since all of it is in the answer. */
  static Consumer<String> teller(ParseResult parsed, Streams streams) {
    return Shared.json(parsed)
        ? _ -> {}
        : line -> {
          streams.out().println(line);
          streams.out().flush();
        };
  }

  /**
   * Tells what became of it.
   *
   * @param end the last line, where all went
   * @param nothing the same where there was nothing to do
   */
  static int shown(
      Account account, String end, String nothing, ParseResult parsed, Streams streams) {
    int code = account.looks().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    if (Shared.json(parsed)) {
      streams.out().print(Document.of(code, null, account.members()));
      return code;
    }
    if (account.isNothing()) {
      streams.out().println(nothing);
      return code;
    }
    account.stays().stream()
        .map(line -> Terminal.out().wrapped("left alone: " + line))
        .forEach(streams.out()::println);
    account.looks().stream().map(Failure::toLine).forEach(streams.err()::println);
    if (!account.dry()) {
      streams.out().println(account.looks().isEmpty() ? end : "the rest is for the next run");
    }
    return code;
  }
}
