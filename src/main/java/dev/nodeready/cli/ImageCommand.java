package dev.nodeready.cli;

import dev.nodeready.boot.ImageRun;
import dev.nodeready.report.ExitCode;
import dev.nodeready.runtime.SandboxImage;
import dev.nodeready.runtime.SandboxImage.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code nodeready image}: the sandbox image in a machine image, by hand. */
final class ImageCommand implements Command {
  private static final String SAVE = "save";
  private static final String LOAD = "load";
  private static final String LIST = "list";
  private static final String VERIFY = "verify";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "image",
            "Saves, loads, lists and verifies the sandbox image under the very name that containerd"
                + " is configured with. Where no containerd runs, as in a chroot, one is started on"
                + " the image's own store and ends with the command.");
    Specs.add(
        spec,
        part(SAVE, "Saves it as an archive, where a boot looks for one.", "0..1", "FILE")
            .addOption(Shared.output()));
    Specs.add(
        spec,
        part(LOAD, "Loads it from an archive, which needs no network, and pins it.", "1", "ARCHIVE")
            .addOption(Shared.output()));
    Specs.add(
        spec,
        part(LIST, "Lists what there is of it: names, archives, digests.", "0..*", "ARCHIVE")
            .addOption(Shared.output()));
    Specs.add(
        spec,
        part(
                VERIFY,
                "Exits with 0 where it is there, complete, pinned, and in a sound archive; with 3"
                    + " where something needs a look, with 1 where no pod would start without a"
                    + " network, or an archive that was named does not bring it.",
                "0..*",
                "ARCHIVE")
            .addOption(Shared.output()));
    return spec;
  }

  private static CommandSpec part(String name, String summary, String arity, String label) {
    CommandSpec spec = Specs.command(name, summary);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity(arity)
            .type(ArrayList.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .description("An archive, as ctr images export or docker save write it.")
            .build());
    spec.addOption(Shared.sources("what lies in /etc/eks/nodeadm.d"));
    return spec;
  }

  @Override
  public int run(ParseResult parsed, Streams streams) throws InterruptedException {
    if (!parsed.hasSubcommand()) {
      throw Shared.wrong(parsed, "image wants save, load, list or verify");
    }
    ParseResult sub = parsed.subcommand();
    String name = sub.commandSpec().name();
    List<String> words = sub.matchedPositionalValue(0, List.<String>of());
    boolean json = Shared.json(sub);
    boolean many = (name.equals(SAVE) || name.equals(LOAD)) && words.size() > 1;
    if (many || (name.equals(LOAD) && words.isEmpty())) {
      throw Shared.wrong(sub, name + " takes one archive, not " + words.size());
    }
    // One that is not there yet is what save makes.
    List<Path> archives = name.equals(SAVE) ? List.of() : paths(sub, words);
    try (ImageRun run = ImageRun.open(Shared.sources(sub))) {
      return switch (name) {
        case SAVE -> done(run.save(words.isEmpty() ? "" : words.getFirst()), json, streams);
        case LOAD -> done(run.load(archives.getFirst()), json, streams);
        case LIST -> {
          SandboxImage image = run.look(archives);
          streams.out().print(json ? Shared.document(image.members()) : ImageText.of(image));
          yield ExitCode.DONE;
        }
        default -> verify(run.look(archives), archives, json, streams);
      };
    }
  }

  private static List<Path> paths(ParseResult sub, List<String> words) {
    for (String word : words) {
      if (Files.notExists(Path.of(word))) {
        throw Shared.wrong(sub, "no such archive: " + word);
      }
    }
    return words.stream().map(word -> Path.of(word).toAbsolutePath().normalize()).toList();
  }

  private static int done(String what, boolean json, Streams streams) {
    streams.out().print(json ? Shared.document(Map.of("done", what)) : what + "\n");
    return ExitCode.DONE;
  }

  private static int verify(SandboxImage image, List<Path> named, boolean json, Streams streams) {
    List<Problem> problems = image.problems(named);
    boolean blocked = problems.stream().anyMatch(Problem::blocks);
    int exitCode =
        blocked ? ExitCode.FAILED : problems.isEmpty() ? ExitCode.DONE : ExitCode.DEGRADED;
    if (json) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>(image.members());
      members.put("problems", problems.stream().map(one -> one.failure().members()).toList());
      streams.out().print(Document.of(exitCode, null, members));
    } else {
      streams.out().print(ImageText.of(image));
      problems.forEach(one -> streams.out().println(one.failure().toLine()));
      streams.out().println(problems.isEmpty() ? "nothing is wrong with it" : verdict(blocked));
    }
    return exitCode;
  }

  private static String verdict(boolean blocked) {
    return blocked
        ? "a machine of this image would start no pod without a network"
        : "a machine of this image would start pods; the above needs a look";
  }
}
