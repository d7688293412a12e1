package dev.nodeready.cli;

import dev.nodeready.boot.Bake;
import dev.nodeready.report.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code nodeready bake}: puts into a machine image what its first boot would need a network for.
 */
final class BakeCommand implements Command {
  private static final String DRY_RUN = "--dry-run";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "bake",
            "In a machine image (a chroot, a container, a machine that builds): writes containerd's"
                + " files and proves them, brings the sandbox image into its store, pinned, and"
                + " beside it as an archive, enables units and puts nodeadm's aside. Run again it"
                + " finishes what was cut off, and changes nothing that is done.");
    spec.addOption(Shared.sources("what lies in /etc/eks/nodeadm.d, else defaults"));
    spec.addOption(
        Specs.value(
            "FILE",
            "Archive of the sandbox image, as ctr images export or docker save write it (default:"
                + " those of spec.bootstrap.archives, then its registry).",
            "--archive"));
    spec.addOption(
        Specs.flag(
            "Bring the archive alone, and start no containerd: the first boot imports it.",
            "--no-import"));
    spec.addOption(Specs.flag("Only say what would be done.", DRY_RUN));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    Optional<Path> archive =
        Optional.ofNullable(parsed.<String>matchedOptionValue("--archive", null))
            .map(file -> Path.of(file).toAbsolutePath().normalize());
    Bake.Order order =
        new Bake.Order(Shared.sources(parsed), archive, !parsed.hasMatchedOption("--no-import"));
    if (!parsed.hasMatchedOption(DRY_RUN)) {
      return Bake.run(order);
    }
    List<String> lines = Bake.plan(order);
    lines.forEach(line -> streams.out().println("would have " + line));
    return ExitCode.DONE;
  }
}
