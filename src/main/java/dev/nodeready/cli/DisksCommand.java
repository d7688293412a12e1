package dev.nodeready.cli;

import dev.nodeready.disks.BoundFolder;
import dev.nodeready.disks.DisksOrder;
import dev.nodeready.disks.LocalDisks;
import dev.nodeready.disks.Report;
import dev.nodeready.disks.ReportFile;
import dev.nodeready.disks.SetupRun;
import dev.nodeready.disks.SetupUnit;
import dev.nodeready.disks.SetupWords;
import dev.nodeready.disks.Strategy;
import dev.nodeready.disks.VolumeOrder;
import dev.nodeready.disks.Volumes;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.report.ExitCode;
import dev.nodeready.retry.Time;
import dev.nodeready.retry.Waits;
import dev.nodeready.systemd.Units;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code disks}: what a boot does about instance-store disks and volumes, by hand. */
final class DisksCommand implements Command {
  /** Given by the unit: what is to be done stands in a file, and how it goes is told in one. */
  private static final String ORDERED = "--ordered";

  private static final List<String> MODES = List.of("raid0", "raid10", "mount", "none");

  private final ReportFile file = new ReportFile(Root.MACHINE);
  private final Commands commands = new Commands(Map.of());

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "disks",
            "Sets up this machine's instance-store disks and volumes, and moves the folders of containerd,"
                + " kubelet, SOCI and pod logs onto them with all that they hold. A disk that"
                + " carries anything is never formatted; a run that was cut off is finished by the"
                + " next one.");
    spec.addPositional(
        Specs.argument("raid0|raid10|mount|none", "What is made of the disks.", MODES));
    spec.addOption(
        Specs.value(
            "FOLDER",
            "Where they are mounted: 0 in it is the array, 1 and so on are single disks (default: "
                + DisksOrder.FOLDER
                + ").",
            "-d",
            "--dir"));
    for (BoundFolder folder : BoundFolder.values()) {
      spec.addOption(Specs.flag("Leave " + folder.path() + " where it lies.", folder.option()));
    }
    spec.addOption(
        Specs.values(
            "DEVICE[,TYPE]=FOLDER[:FOLDER]",
            "An attached volume, such as /dev/xvdb, and the folders that are to lie on it; a blank"
                + " one gets a file system of the type xfs (default) or ext4.",
            SetupWords.VOLUME));
    spec.addOption(Specs.flag("Only say what would be done.", "--dry-run"));
    spec.addOption(Specs.hidden(ORDERED));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (parsed.hasMatchedOption(ORDERED)) {
      return ordered(streams);
    }
    DisksOrder order = order(parsed);
    List<VolumeOrder> volumes = volumes(parsed);
    if (parsed.hasMatchedOption("--dry-run")) {
      SetupRun.needRoot();
      if (!volumes.isEmpty()) {
        Volumes.of(commands, Time.SYSTEM).plan(volumes).forEach(streams.out()::println);
      }
      LocalDisks.of(commands, Time.SYSTEM).plan(order).forEach(streams.out()::println);
      return ExitCode.DONE;
    }
    SetupRun.needRoot();
    return shown(
        Waits.heardBy(
            now -> streams.err().println(line(now.subject(), now.because())),
            () -> setUp(order, volumes, streams)),
        streams);
  }

  /**
   * By the unit of a boot where systemd runs: if this process is killed, it goes on, and if it is
   * killed itself, systemd starts the daemons that were stopped for it.
   */
  private Report setUp(DisksOrder order, List<VolumeOrder> volumes, Streams streams)
      throws InterruptedException {
    Consumer<String> others = other -> streams.err().println(line("another run to end", other));
    Optional<Report> report =
        Files.exists(Root.MACHINE.at(Units.SOCKET))
            ? byUnit(order, volumes, others, streams)
            : Optional.empty();
    return report.isPresent() ? report.get() : runs().ours(order, volumes, others);
  }

  private static Optional<Report> byUnit(
      DisksOrder order, List<VolumeOrder> volumes, Consumer<String> others, Streams streams)
      throws InterruptedException {
    try {
      return SetupUnit.run(Root.MACHINE, SetupWords.of(order, volumes), others, Time.SYSTEM);
    } catch (InterruptedException e) {
      streams
          .err()
          .println("the setup itself goes on; this ends it: systemctl stop " + SetupUnit.NAME);
      throw e;
    }
  }

  private SetupRun runs() {
    return new SetupRun(Root.MACHINE, commands, Time.SYSTEM);
  }

  private static String line(String subject, String because) {
    return "waiting for " + subject + ": " + because;
  }

  private static DisksOrder order(ParseResult parsed) {
    String mode = parsed.matchedPositionalValue(0, "");
    if (mode.isEmpty()) {
      throw Shared.wrong(
          parsed, "say what is to be made of the disks: " + String.join(", ", MODES));
    }
    Strategy strategy =
        Strategy.of(mode)
            .orElseThrow(
                () -> Shared.wrong(parsed, mode + " is none of " + String.join(", ", MODES)));
    String folder = parsed.matchedOptionValue("--dir", "");
    if (!folder.isEmpty() && !folder.startsWith("/")) {
      throw Shared.wrong(parsed, "--dir: " + folder + " does not begin with /");
    }
    Set<BoundFolder> bound = EnumSet.allOf(BoundFolder.class);
    bound.removeIf(it -> parsed.hasMatchedOption(it.option()));
    return new DisksOrder(strategy, folder, bound);
  }

  private static List<VolumeOrder> volumes(ParseResult parsed) {
    List<String> words = parsed.matchedOptionValue(SetupWords.VOLUME, List.of());
    return words.stream()
        .map(word ->
            VolumeOrder.parse(word)
                .orElseThrow(() ->
                    Shared.wrong(parsed, SetupWords.VOLUME + ": " + word + " is no DEVICE=FOLDER")))
        .toList();
  }

  /** As the unit of a boot, which reads how it goes. */
  private int ordered(Streams streams) throws InterruptedException {
    List<String> words = file.asked();
    file.tell(words, "");
    try {
      Report report =
          Waits.heardBy(
              now -> file.tell(words, now.subject() + ": " + now.because()),
              () -> runs().whoever(words, other -> file.tell(words, "another run: " + other)));
      file.done(words, report);
      int _ = shown(report, streams);
      return ExitCode.DONE;
    } catch (FailureException e) {
      file.failed(words, e.failure());
      throw e;
    }
  }

  private static int shown(Report report, Streams streams) {
    streams.out().println(report.words());
    report.looks().stream().map(Failure::toLine).forEach(streams.err()::println);
    return report.looks().isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
  }
}
