package dev.nodeready.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.config.ConfigResolver;
import dev.nodeready.config.NodeConfig;
import dev.nodeready.config.NodeStatus;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.HostFacts;
import dev.nodeready.host.InstanceLimits;
import dev.nodeready.host.InstanceTypes;
import dev.nodeready.host.ProgramVersion;
import dev.nodeready.host.RenderedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole boots, file by file: {@code src/test/resources/boots/CASE} has {@code node.yaml} and {@code
 * facts.properties}, and what has to come of them: {@code tree/…} with every file, {@code
 * summary.txt} with modes, units and warnings. {@code -Dboots.update=true} writes them anew; look
 * at the difference before you keep it.
 */
class GoldenBootsTest {
  private static final Path BOOTS = Path.of("src/test/resources/boots");
  private static final boolean UPDATE = Boolean.getBoolean("boots.update");

  static List<String> cases() throws IOException {
    try (Stream<Path> all = Files.list(BOOTS)) {
      return all.filter(Files::isDirectory).map(c -> c.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_boot_gives_these_files(String name) throws IOException {
    Path folder = BOOTS.resolve(name);
    Map<String, String> made = boot(folder);
    if (UPDATE) {
      write(folder, made);
    }
    assertThat(expected(folder)).isEqualTo(made);
  }

  static List<String> casesThatWork() throws IOException {
    return cases().stream()
        .filter(name -> !read(BOOTS.resolve(name).resolve("summary.txt")).startsWith("refused:"))
        .toList();
  }

  /** Else each run would write some file twice, and restart what reads it. */
  @ParameterizedTest
  @MethodSource("casesThatWork")
  void what_the_runtime_gets_before_the_platform_answers_is_what_it_gets_after(String name)
      throws IOException {
    Path folder = BOOTS.resolve(name);
    Properties facts = facts(folder);
    NodeConfig config = config(folder);
    Map<String, Map<String, String>> environment = config.instance().environment();
    NodeStatus known = status(facts);
    NodeStatus early = new NodeStatus(null, known.sandboxImage(), known.kubeletVersion());
    DesiredNode whole = DesiredNode.of(config, environment, known, hostFacts(facts));
    DesiredNode first =
        DesiredNode.runtimeOnly(
            config, environment, early, hostFacts(facts).withLimits(null), null);
    assertThat(first.files()).isNotEmpty().isSubsetOf(whole.files());
    assertThat(first.criEndpoint()).isEqualTo(whole.criEndpoint());
    assertThat(first.units()).isEqualTo(whole.units());
  }

  @Test
  void there_are_cases() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(15);
  }

  private static Map<String, String> boot(Path folder) throws IOException {
    Properties facts = facts(folder);
    Map<String, String> made = new TreeMap<>();
    try {
      DesiredNode node = DesiredNode.of(config(folder), status(facts), hostFacts(facts));
      node.files().forEach(file -> made.put("tree" + file.path(), file.text()));
      made.put("summary.txt", summary(node));
    } catch (FailureException e) {
      made.put("summary.txt", "refused: " + e.failure().toLine() + "\n");
    }
    return made;
  }

  private static Properties facts(Path folder) throws IOException {
    Properties facts = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve("facts.properties"))) {
      facts.load(in);
    }
    return facts;
  }

  private static NodeConfig config(Path folder) {
    try {
      return new ConfigResolver(() -> null)
          .resolve(List.of("file://" + folder.resolve("node.yaml")), null, false)
          .config();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeStatus status(Properties facts) {
    String type = facts.getProperty("type", "m5.large");
    NodeStatus.InstanceDetails instance =
        type.isEmpty()
            ? null
            : new NodeStatus.InstanceDetails(
                "i-0fedcba9876543210",
                "eu-north-1",
                type,
                "eu-north-1a",
                "0a:12:34:56:78:9a",
                facts.getProperty("privateDnsName", "ip-192-0-2-77.eu-north-1.compute.internal"),
                "192.0.2.77",
                facts.getProperty("ipv6", ""));
    return new NodeStatus(instance, "", "v" + facts.getProperty("kubelet", "1.34.4"));
  }

  private static HostFacts hostFacts(Properties facts) {
    String type = facts.getProperty("type", "m5.large");
    InstanceLimits limits = InstanceTypes.limitsOf(type);
    boolean provider = Boolean.parseBoolean(facts.getProperty("credentialProvider", "true"));
    return new HostFacts(
        ProgramVersion.find(facts.getProperty("containerd", "2.2.1")),
        ProgramVersion.UNKNOWN,
        Integer.valueOf(facts.getProperty("cpuMillicores", "2000")),
        Long.parseLong(facts.getProperty("memoryGib", "8")) << 30,
        Boolean.parseBoolean(facts.getProperty("nvidiaRuntime")),
        Boolean.parseBoolean(facts.getProperty("nvidiaDevice")),
        new HostFacts.CredentialProvider(
            facts.getProperty("providerPath", HostFacts.CredentialProvider.EKS_PATH),
            provider,
            provider),
        new HostFacts.GivenCredentials(
            Boolean.parseBoolean(facts.getProperty("givenKubeconfig")),
            Boolean.parseBoolean(facts.getProperty("givenBootstrapKubeconfig"))),
        limits,
        facts.getProperty("address", ""));
  }

  private static String summary(DesiredNode node) {
    StringBuilder text = new StringBuilder();
    for (RenderedFile file : node.files()) {
      text.append("%04o %s%n".formatted(file.mode(), file.path()));
    }
    text.append("sandbox image ").append(node.sandboxImage()).append('\n');
    text.append("CRI endpoint ").append(node.criEndpoint()).append('\n');
    text.append("to be migrated ").append(node.migrate()).append('\n');
    for (UnitInputs unit : node.units()) {
      text.append(unit.mustRun() ? "must run " : "may run ").append(unit.unit()).append('\n');
    }
    node.warnings().forEach(one -> text.append("warning ").append(one.toLine()).append('\n'));
    return text.toString();
  }

  private static Map<String, String> expected(Path folder) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> isOutput(folder, file))
          .forEach(file -> expected.put(folder.relativize(file).toString(), read(file)));
    }
    return expected;
  }

  private static boolean isOutput(Path folder, Path file) {
    Path inside = folder.relativize(file);
    return inside.startsWith("tree") || inside.startsWith("summary.txt");
  }

  private static void write(Path folder, Map<String, String> made) throws IOException {
    for (String old : expected(folder).keySet()) {
      Files.delete(folder.resolve(old));
    }
    for (Map.Entry<String, String> file : made.entrySet()) {
      Path place = folder.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.writeString(place, file.getValue());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
