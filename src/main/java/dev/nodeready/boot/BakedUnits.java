package dev.nodeready.boot;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Units of a machine image, by the script that the packages enable and put aside with: it works
 * where no systemd runs.
 */
final class BakedUnits {
  private static final String SETUP = "/usr/lib/nodeready/libexec/setup";
  private static final String SAYS = "nodeready: ";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path setup;

  BakedUnits(Root root) {
    setup = root.at(SETUP);
  }

  Outcome bake() throws InterruptedException {
    if (!Files.isExecutable(setup)) {
      return new Outcome.Skipped("no package of nodeready is installed here");
    }
    List<String> done = run("bake", false);
    return done.isEmpty()
        ? new Outcome.Unchanged("nodeready.service is enabled, and no unit of nodeadm's")
        : new Outcome.Changed(String.join("; ", done));
  }

  List<String> planned() throws InterruptedException {
    return Files.isExecutable(setup) ? run("bake", true) : List.of();
  }

  List<String> undo(boolean dry) throws InterruptedException {
    return Files.isExecutable(setup) ? run("unbake", dry) : List.of();
  }

  private List<String> run(String verb, boolean dry) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(setup.toString(), verb));
    if (dry) {
      words.add("dry");
    }
    Commands.Result result = new Commands(Map.of()).run(LIMIT, words);
    if (!result.ok()) {
      throw Failure.passing(
              Code.SYSTEMD_ENABLE_FAILED, "run " + String.join(" ", words), result.lastWords())
          .asException();
    }
    return result.output().lines().map(line -> line.replaceFirst("^" + SAYS, "")).toList();
  }
}
