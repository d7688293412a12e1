package dev.nodeready;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * The house, room by room: which package may use which. A new edge is a decision, so it is made
 * here.
 */
@AnalyzeClasses(packages = "dev.nodeready", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String BASE = "dev.nodeready.";

  /**
   * Each package with the packages that it may use; every package may use the catalogue of
   * failures, slf4j and the JDK.
   */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("catalogue", Set.of()),
          Map.entry("failure", Set.of()),
          Map.entry("logging", Set.of("failure")),
          Map.entry("retry", Set.of("failure")),
          Map.entry("plan", Set.of("failure", "retry")),
          Map.entry("ready", Set.of("retry", "failure")),
          Map.entry("tree", Set.of()),
          Map.entry("config", Set.of("tree", "failure")),
          Map.entry("host", Set.of("retry", "failure")),
          Map.entry("identity", Set.of("host")),
          Map.entry("net", Set.of("ready", "retry", "failure")),
          Map.entry("systemd", Set.of("host", "ready", "retry", "failure")),
          Map.entry(
              "disks", Set.of("config", "tree", "systemd", "host", "ready", "retry", "failure")),
          Map.entry("supervise", Set.of("systemd", "host", "ready", "retry", "failure")),
          Map.entry("cri", Set.of("tree", "config", "ready", "retry", "failure")),
          Map.entry("containerd", Set.of("config", "host", "failure")),
          Map.entry("kubelet", Set.of("tree", "config", "host", "supervise", "ready", "failure")),
          Map.entry("aws", Set.of("tree", "net", "config", "retry", "failure")),
          Map.entry(
              "platform", Set.of("aws", "net", "config", "host", "ready", "retry", "failure")),
          Map.entry("network", Set.of("aws", "tree", "host", "ready", "retry", "failure")),
          Map.entry("api", Set.of("net", "config", "tree", "host", "retry", "failure")),
          Map.entry(
              "inputs",
              Set.of(
                  "platform", "kubelet", "config", "systemd", "host", "ready", "retry", "failure")),
          Map.entry(
              "runtime",
              Set.of(
                  "inputs",
                  "platform",
                  "aws",
                  "cri",
                  "containerd",
                  "config",
                  "supervise",
                  "net",
                  "host",
                  "ready",
                  "retry",
                  "failure")),
          Map.entry(
              "join",
              Set.of(
                  "inputs",
                  "net",
                  "api",
                  "kubelet",
                  "config",
                  "supervise",
                  "host",
                  "ready",
                  "retry",
                  "failure")),
          Map.entry(
              "node",
              Set.of("config", "host", "supervise", "containerd", "kubelet", "retry", "failure")),
          Map.entry(
              "doctor",
              Set.of(
                  "join",
                  "report",
                  "platform",
                  "disks",
                  "api",
                  "aws",
                  "cri",
                  "containerd",
                  "kubelet",
                  "config",
                  "tree",
                  "supervise",
                  "systemd",
                  "host",
                  "ready",
                  "retry",
                  "failure")),
          Map.entry(
              "verify",
              Set.of(
                  "doctor",
                  "runtime",
                  "node",
                  "rehearsal",
                  "identity",
                  "kubelet",
                  "containerd",
                  "cri",
                  "config",
                  "tree",
                  "supervise",
                  "systemd",
                  "host",
                  "ready",
                  "retry",
                  "failure")),
          Map.entry(
              "life",
              Set.of(
                  "identity",
                  "join",
                  "node",
                  "network",
                  "api",
                  "disks",
                  "cri",
                  "containerd",
                  "config",
                  "kubelet",
                  "supervise",
                  "host",
                  "retry",
                  "failure")),
          Map.entry(
              "watch",
              Set.of(
                  "join",
                  "api",
                  "node",
                  "supervise",
                  "fleet",
                  "config",
                  "tree",
                  "host",
                  "ready",
                  "retry",
                  "failure")),
          Map.entry("rehearsal", Set.of("host", "failure")),
          Map.entry("fleet", Set.of("report", "plan", "config", "host", "failure")),
          Map.entry("report", Set.of("tree", "plan", "host", "systemd", "retry", "failure")),
          Map.entry("bundle", Set.of("host", "retry", "failure")),
          Map.entry(
              "records", Set.of("report", "plan", "tree", "host", "systemd", "retry", "failure")));

  /**
   * The classes of {@code boot} with those of it that each may know. Values flow down the plan: a
   * step knows what it takes, and neither another step nor who puts them together.
   */
  private static final Map<String, Set<String>> OF_BOOT =
      Map.ofEntries(
          Map.entry("BootOptions", Set.of()),
          Map.entry("Run", Set.of("BootOptions")),
          Map.entry("WantedNode", Set.of()),
          Map.entry("DaemonStart", Set.of()),
          Map.entry("ResolveSteps", Set.of()),
          Map.entry("DiskSetup", Set.of("BootOptions", "Run")),
          Map.entry("ConfigureSteps", Set.of("WantedNode", "DiskSetup")),
          Map.entry("RuntimeSteps", Set.of("DaemonStart")),
          Map.entry("KubeletSteps", Set.of("DaemonStart")),
          Map.entry("JoinSteps", Set.of()),
          Map.entry(
              "Pass",
              Set.of(
                  "BootOptions",
                  "Run",
                  "WantedNode",
                  "ResolveSteps",
                  "DiskSetup",
                  "ConfigureSteps",
                  "RuntimeSteps",
                  "KubeletSteps",
                  "JoinSteps")),
          Map.entry("CloudFinal", Set.of("BootOptions", "Run")),
          Map.entry("MarkerStep", Set.of("BootOptions", "Run")),
          Map.entry(
              "BootPlan",
              Set.of(
                  "Run",
                  "Pass",
                  "CloudFinal",
                  "MarkerStep",
                  "ResolveSteps",
                  "ConfigureSteps",
                  "RuntimeSteps",
                  "KubeletSteps",
                  "JoinSteps")),
          Map.entry("Outside", Set.of("BootOptions", "Run", "BootPlan", "Pass")),
          Map.entry("Causes", Set.of("BootOptions", "Run")),
          Map.entry("BakedUnits", Set.of()),
          Map.entry("KubeletTrial", Set.of()),
          Map.entry(
              "BuilderRuntime", Set.of("BootOptions", "Run", "Pass", "WantedNode", "PlanRun")),
          Map.entry("ImageRun", Set.of("BootOptions", "BuilderRuntime", "Pass", "RuntimeSteps")),
          Map.entry(
              "Bake",
              Set.of(
                  "BootOptions",
                  "BuilderRuntime",
                  "BakedUnits",
                  "KubeletTrial",
                  "Pass",
                  "WantedNode",
                  "ConfigureSteps",
                  "RuntimeSteps")),
          Map.entry("BootRunner", Set.of("BootOptions", "Run", "BootPlan", "Causes", "Outside")),
          Map.entry(
              "BootDaemon", Set.of("BootOptions", "Run", "BootPlan", "BootRunner", "Watching")),
          Map.entry("KnownNode", Set.of("BootOptions", "Run", "Pass", "PlanRun")),
          Map.entry("MachineKubelet", Set.of("BootOptions", "KnownNode", "Pass")),
          Map.entry(
              "MachineImage",
              Set.of("BootOptions", "KnownNode", "Run", "Pass", "WantedNode", "RuntimeSteps")),
          Map.entry(
              "Watching",
              Set.of("BootOptions", "Run", "KnownNode", "MachineImage", "MachineKubelet", "Pass")),
          Map.entry("PlanRun", Set.of("BootOptions", "Run", "BootPlan", "Pass", "WantedNode")),
          Map.entry(
              "Rehearsal",
              Set.of(
                  "BootOptions",
                  "Run",
                  "BootPlan",
                  "BootRunner",
                  "Pass",
                  "WantedNode",
                  "RuntimeSteps")));

  @ArchTest
  void every_class_of_boot_knows_only_what_the_table_allows(JavaClasses all) {
    List<String> edges = new ArrayList<>();
    for (JavaClass one : all) {
      for (Dependency edge : one.getDirectDependenciesFromSelf()) {
        String from = ofBoot(one);
        String to = ofBoot(edge.getTargetClass());
        boolean known = from.isEmpty() || to.isEmpty() || from.equals(to);
        if (!known && !OF_BOOT.getOrDefault(from, Set.of()).contains(to)) {
          edges.add(from + " knows " + to);
        }
      }
    }
    assertThat(edges).isEmpty();
  }

  @ArchTest
  void every_class_of_boot_is_in_the_table(JavaClasses all) {
    assertThat(all.stream().map(ArchitectureTest::ofBoot).filter(name -> !name.isEmpty()))
        .isNotEmpty()
        .allMatch(OF_BOOT::containsKey);
  }

  /** The name of the file in {@code boot}; empty where the class is of another room. */
  private static String ofBoot(JavaClass one) {
    String room = BASE + "boot.";
    String name = one.getName();
    return name.startsWith(room) && !name.endsWith("package-info")
        ? name.substring(room.length()).split("\\$", 2)[0]
        : "";
  }

  @ArchTest
  void every_package_uses_only_what_the_table_allows(JavaClasses all) {
    MAY_USE.forEach((room, allowed) -> {
      String[] others =
          rooms(all).stream()
              .filter(r -> !r.equals(room) && !r.equals("catalogue") && !allowed.contains(r))
              .map(r -> BASE + r + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(BASE + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .allowEmptyShould(true)
          .check(all);
    });
  }

  @ArchTest
  void every_package_is_in_the_table(JavaClasses all) {
    Set<String> known = new TreeSet<>(MAY_USE.keySet());
    known.addAll(Set.of("boot", "cli"));
    assertThat(rooms(all)).isEqualTo(known);
  }

  @ArchTest
  void no_table_allows_what_nothing_uses(JavaClasses all) {
    assertThat(unused(MAY_USE, all, ArchitectureTest::room)).isEmpty();
    assertThat(unused(OF_BOOT, all, ArchitectureTest::ofBoot)).isEmpty();
  }

  private static Set<String> unused(
      Map<String, Set<String>> table, JavaClasses all, Function<JavaClass, String> name) {
    Set<String> unused = new TreeSet<>();
    table.forEach((from, allowed) -> allowed.forEach(to -> unused.add(from + " knows " + to)));
    for (JavaClass one : all) {
      for (Dependency edge : one.getDirectDependenciesFromSelf()) {
        unused.remove(name.apply(one) + " knows " + name.apply(edge.getTargetClass()));
      }
    }
    return unused;
  }

  @ArchTest
  static final ArchRule only_cri_sees_grpc_protobuf_and_the_socket_library =
      onlyIn("cri", "io.grpc..", "com.google.protobuf..", "io.perfmark..")
          .because("the rest of the house asks cri in its own words");

  @ArchTest static final ArchRule only_cli_sees_picocli = onlyIn("cli", "picocli..");

  @ArchTest
  static final ArchRule only_main_exits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.nodeready.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule only_cli_and_logging_touch_standard_streams =
      noClasses()
          .that(
              resideOutsideOfPackage(BASE + "cli..")
                  .and(resideOutsideOfPackage(BASE + "logging..")))
          .and()
          .doNotHaveFullyQualifiedName("dev.nodeready.Main")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule only_host_starts_processes =
      noClasses()
          .that(resideOutsideOfPackage(BASE + "host.."))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  @ArchTest
  static final ArchRule only_retry_sleeps_and_reads_the_clock =
      noClasses()
          .that(resideOutsideOfPackage(BASE + "retry.."))
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", Duration.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  /**
   * See {@code Decimal}: its first use is dear. What is left is met by odd values alone, or by
   * commands that look back.
   */
  @ArchTest
  static final ArchRule no_boot_begins_to_count_with_big_decimal =
      noClasses()
          .that(resideOutsideOfPackage(BASE + "cli.."))
          .and()
          .haveNameNotMatching(".*\\.(GoNumbers|TomlScalars|FloatKey|StoryReader|AnalysisText)")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.math.BigDecimal.class);

  /** {@code BigDecimal} again: see {@code Durations}. */
  @ArchTest
  static final ArchRule no_duration_is_multiplied_or_divided_by_way_of_big_decimal =
      noClasses()
          .should()
          .callMethod(Duration.class, "multipliedBy", long.class)
          .orShould()
          .callMethod(Duration.class, "dividedBy", long.class)
          .orShould()
          .callMethod(Duration.class, "dividedBy", Duration.class);

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes()
          .that()
          .haveSimpleName("package-info")
          .and(resideOutsideOfPackage(BASE + "cri.proto.."))
          .should()
          .beAnnotatedWith(NullMarked.class);

  private static ArchRule onlyIn(String room, String... libraries) {
    return noClasses()
        .that(resideOutsideOfPackage(BASE + room + ".."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  private static Set<String> rooms(JavaClasses all) {
    return all.stream()
        .map(ArchitectureTest::room)
        .filter(room -> !room.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The room of a class; empty where it is of none. */
  private static String room(JavaClass one) {
    String name = one.getPackageName();
    return name.startsWith(BASE) ? name.substring(BASE.length()).split("\\.", 2)[0] : "";
  }
}
