package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.containerd.DropIns;
import dev.nodeready.containerd.EffectiveConfig;
import dev.nodeready.doctor.Causes;
import dev.nodeready.doctor.Causes.On;
import dev.nodeready.host.Commands;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real containerds make of drop-ins beside their configuration is what is said of them. */
class RealDropInsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DROP_INS = "/etc/containerd/conf.d";
  private static final Map<String, String> PLUGIN =
      Map.of("OLD", "io.containerd.grpc.v1.cri", "NEW", "io.containerd.cri.v1.runtime");

  @TempDir private Path folder;

  /** Other tools bring drop-ins of the schema that they were made for. */
  @ParameterizedTest
  @CsvSource({
    "CONTAINERD_1, 2, 2, OLD, works",
    "CONTAINERD_1, 2, 3, NEW, has no effect",
    "CONTAINERD_2_0, 3, 3, NEW, works",
    "CONTAINERD_2_0, 2, 3, NEW, works",
    "CONTAINERD_2_0, 3, 0, NEW, works",
    "CONTAINERD_2_0, 3, 2, OLD, has no effect",
    "CONTAINERD_2_0, 3, 0, OLD, has no effect",
    "CONTAINERD_2_0, 3, 4, NEW, kills",
    "CONTAINERD_2, 3, 4, NEW, works",
    "CONTAINERD_2, 4, 2, OLD, works",
    "CONTAINERD_2, 4, 0, OLD, works",
    "CONTAINERD_2, 4, 4, OLD, has no effect",
    "CONTAINERD_2, 4, 5, NEW, kills"
  })
  void a_drop_in_of_another_schema_does_to_containerd_what_is_said_of_it(
      RealPart part, int rootVersion, int version, String plugin, String expected)
      throws Exception {
    Root root = new Root(folder);
    Path dropIns = Files.createDirectories(root.at(DROP_INS));
    Files.writeString(
        dropIns.resolve("99-gpu.toml"),
        (version == 0 ? "" : "version = " + version + "\n")
            + "[plugins.'%s'.containerd.runtimes.gpu]\n".formatted(PLUGIN.get(plugin))
            + "runtime_type = 'io.containerd.runc.v2'\n");
    String rest = "version = " + rootVersion + "\nimports = ['%s/*.toml']\n";

    DropIns.Found found =
        new DropIns(root, version(part)).look(EffectiveConfig.parse(rest.formatted(DROP_INS)));

    assertThat(becomes(part, rest.formatted(dropIns))).isEqualTo(expected);
    assertThat(found.killers()).hasSize(expected.equals("kills") ? 1 : 0);
    assertThat(found.warnings()).hasSize(expected.equals("has no effect") ? 1 : 0);
    Stream.of(found.killers(), found.warnings())
        .flatMap(List::stream)
        .forEach(failure ->
            Causes.proved(
                failure.code(),
                On.CONTAINERD,
                "%s of schema %d, a drop-in of %d".formatted(part, rootVersion, version),
                failure.happened()));
  }

  private String becomes(RealPart part, String config) throws Exception {
    Path file = Files.writeString(folder.resolve("config.toml"), config);
    Commands.Result dump = run(part, "--config", file.toString(), "config", "dump");
    return !dump.ok()
        ? "kills"
        : dump.output().contains(".runtimes.gpu]") ? "works" : "has no effect";
  }

  private static ProgramVersion version(RealPart part) throws InterruptedException {
    return ProgramVersion.find(run(part, "--version").output());
  }

  private static Commands.Result run(RealPart part, String... words) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(part.program("containerd")));
    line.addAll(List.of(words));
    return new Commands(Map.of()).run(LIMIT, line);
  }
}
