package dev.nodeready.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.fleet.Publisher.Occasion;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Progress;
import dev.nodeready.plan.Step;
import dev.nodeready.report.BootRecord;
import dev.nodeready.report.BootRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Failure REFUSED =
      Failure.passing(Code.JOIN_API_REFUSED, "reach it with hunter2", "refused", "start it");

  @TempDir private Path folder;

  @Test
  void a_boot_that_joined_tells_how_long_each_part_took() throws Exception {
    Boot boot = boot();
    boot.run(joining(boot, 21_400));

    assertThat(lines())
        .contains(
            "nodeready_info{version=\"9.9\"} 1",
            "nodeready_verdict{state=\"succeeded\",code=\"\"} 1",
            "nodeready_step_duration_seconds{step=\"runtime/sandbox-image\"} 1.500",
            "nodeready_step_attempts{step=\"runtime/sandbox-image\"} 2",
            "nodeready_step_duration_seconds{step=\"join/ready\"} 19.900",
            "nodeready_step_wait_seconds{step=\"join/ready\"} 19.900",
            "nodeready_flaps 1",
            "nodeready_image_budget_seconds 300.000",
            "nodeready_start_timestamp_seconds 1767225600.000",
            "nodeready_change_timestamp_seconds 1767225601.500",
            "nodeready_time_to_ready_seconds 21.400",
            "nodeready_ready_timestamp_seconds 1767225621.400",
            "nodeready_certificate_expiry_timestamp_seconds 1798761600.000",
            "nodeready_boots{result=\"succeeded\"} 1",
            "nodeready_boots{result=\"failed\"} 0")
        .endsWith("# EOF")
        .noneMatch(line -> line.contains("step=\"join/skipped\""));
  }

  @Test
  void a_boot_that_failed_has_its_code_and_no_words_of_anybody() throws Exception {
    boot().run("join", new Step("ready", "", _ -> new Outcome.Failed(REFUSED)));

    assertThat(lines()).contains("nodeready_verdict{state=\"failed\",code=\"JOIN_API_REFUSED\"} 1");
    assertThat(text(MetricsFiles.PATH)).doesNotContain("hunter2", "refused", "***");
  }

  @Test
  void a_boot_that_is_stuck_tells_why_it_waits_and_one_that_is_quick_nothing_before_its_end()
      throws Exception {
    Boot boot = boot();
    List<Boolean> there = new ArrayList<>();
    List<String> stuck = new ArrayList<>();
    boot.run(
        "runtime",
        new Step(
            "await-cri",
            "",
            progress -> {
              boot.takes(9_900);
              wait(progress, Code.CRI_SOCKET_ABSENT);
              there.add(Files.exists(at(MetricsFiles.PATH)));
              boot.takes(100);
              wait(progress, Code.CRI_REFUSED);
              stuck.addAll(lines());
              stuck.add(text(LoginMessage.PATH));
              boot.takes(5_000);
              wait(progress, Code.CRI_SILENT);
              there.add(lines().equals(stuck.subList(0, stuck.size() - 1)));
              return new Outcome.Unchanged("");
            }));

    assertThat(there).containsExactly(false, true);
    assertThat(stuck)
        .contains(
            "nodeready_verdict{state=\"running\",code=\"CRI_REFUSED\"} 1",
            "nodeready: this node has not joined yet: see nodeready status\n");
    assertThat(lines()).contains("nodeready_verdict{state=\"succeeded\",code=\"\"} 1");
  }

  @Test
  void a_reload_that_is_on_or_fails_tells_nobody_that_the_node_has_not_joined() throws Exception {
    Boot boot = boot().as(Occasion.RELOAD);
    boot.run(
        "join",
        new Step(
            "ready",
            "",
            progress -> {
              boot.takes(30_000);
              wait(progress, Code.JOIN_NOT_READY);
              assertThat(lines()).anyMatch(line -> line.contains("state=\"running\""));
              return new Outcome.Failed(REFUSED);
            }));

    assertThat(at(LoginMessage.PATH)).doesNotExist();
    assertThat(lines()).contains("nodeready_verdict{state=\"failed\",code=\"JOIN_API_REFUSED\"} 1");
  }

  private static void wait(Progress progress, Code code) {
    Failure why = Failure.passing(code, "ask it", "it is not there");
    progress.waiting("the runtime", why, Duration.ofSeconds(9), Duration.ofSeconds(300));
  }

  @Test
  void how_a_boot_stood_that_was_held_up_never_comes_behind_its_verdict() throws Exception {
    List<Runnable> heldUp = new ArrayList<>();
    Boot boot = boot().beside(heldUp::add);
    boot.run(joining(boot, 30_000));
    heldUp.forEach(Runnable::run);

    assertThat(heldUp).isNotEmpty();
    assertThat(lines()).contains("nodeready_verdict{state=\"succeeded\",code=\"\"} 1");
    assertThat(at(LoginMessage.PATH)).doesNotExist();
  }

  @Test
  void boots_are_counted_over_boots_and_reloads_are_not() throws Exception {
    fail();
    fail();
    for (long millis : List.of(30_000, 20_000, 90_000)) {
      Boot boot = boot();
      boot.run(joining(boot, millis));
    }
    Boot reload = boot().as(Occasion.RELOAD);
    reload.run(joining(reload, 5_000));

    assertThat(lines())
        .contains(
            "nodeready_boots{result=\"failed\"} 2",
            "nodeready_boots{result=\"succeeded\"} 3",
            "nodeready_usual_time_to_ready_seconds 30.000",
            "nodeready_time_to_ready_seconds 5.000");
  }

  @Test
  void a_torn_history_counts_for_what_can_be_read_of_it() throws Exception {
    put("/etc/machine-id", "one\n");
    put(
        History.FILE,
        "machine=one\nfailed=2\nsucceeded=-7\nready=1000 x9 \u0000\u00003000 99999999");
    fail();

    assertThat(lines())
        .contains(
            "nodeready_boots{result=\"failed\"} 3", "nodeready_boots{result=\"succeeded\"} 0");
    for (String torn :
        List.of("", "machine=one\nfai", "\u0000".repeat(9000), "machine=two\nfailed=9")) {
      put(History.FILE, torn);
      fail();
      assertThat(lines()).contains("nodeready_boots{result=\"failed\"} 1");
    }
    Files.delete(at(History.FILE));
    Files.createDirectory(at(History.FILE));
    fail();
    assertThat(lines()).contains("nodeready_boots{result=\"failed\"} 1");
  }

  @Test
  void only_the_last_twenty_times_are_kept() {
    History history = new History(Map.of(), List.of());
    for (int n = 1; n <= 50; n++) {
      history = history.and(State.SUCCEEDED, Optional.of(Duration.ofSeconds(n)));
    }
    assertThat(history.ready()).hasSize(20).endsWith(Duration.ofSeconds(50));
    assertThat(history.usual()).contains(Duration.ofSeconds(41));
  }

  @Test
  void node_exporter_finds_them_in_its_folder_or_where_the_configuration_says() throws Exception {
    fail();
    assertThat(at("/var/lib/prometheus")).doesNotExist();

    Files.createDirectories(at("/var/lib/prometheus/node-exporter"));
    fail();
    assertSame("/var/lib/prometheus/node-exporter/nodeready.prom");

    boot().withTextfile("/srv/text/").run("join", failing());
    assertSame("/srv/text/nodeready.prom");
    boot().withTextfile("/srv/other.prom").run("join", failing());
    assertSame("/srv/other.prom");
  }

  private void assertSame(String path) throws IOException {
    assertThat(text(path)).isEqualTo(text(MetricsFiles.PATH));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at(path))))
        .isEqualTo("rw-r--r--");
    try (var all = Files.list(at(path).getParent())) {
      assertThat(all.filter(file -> file.toString().contains("nodeready-new"))).isEmpty();
    }
  }

  @Test
  void readme_names_every_metric_and_no_other() throws Exception {
    for (int boots = 1; boots <= 3; boots++) {
      Boot boot = boot();
      boot.run(joining(boot, 21_400));
    }
    String readme = Files.readString(Path.of("README.md"));

    new WatchMetrics(new Root(folder), "").write(Instant.EPOCH, Instant.EPOCH, Map.of(), 0);
    assertThat(names(readme))
        .isEqualTo(names(text(MetricsFiles.PATH) + text("/run/nodeready/watch.prom")));
  }

  private static Set<String> names(String text) {
    return Pattern.compile("\\bnodeready_[a-z_]+\\b(?!\\.|_\\*)")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void what_cannot_be_written_ends_no_boot() throws Exception {
    for (String path : List.of("/run/nodeready", "/var/lib", "/run/motd.d", "/srv")) {
      put(path, "no folder");
    }
    BootRecord record = boot().withTextfile("/srv/text").run("join", failing());
    assertThat(record.exitCode()).isEqualTo(75);
  }

  private Boot boot() {
    return new Boot(new Root(folder));
  }

  private void fail() throws InterruptedException {
    boot().run("join", failing());
  }

  private static Step failing() {
    return new Step("ready", "", _ -> new Outcome.Failed(REFUSED));
  }

  private static List<Phase> joining(Boot boot, long millis) {
    Step image =
        new Step(
            "sandbox-image",
            "",
            progress -> {
              progress.attempt();
              progress.attempt();
              progress.flapped("containerd went away");
              boot.takes(1_500);
              return new Outcome.Changed("pulled");
            });
    Step ready =
        new Step(
            "ready",
            "",
            progress -> {
              wait(progress, Code.JOIN_NOT_READY);
              boot.takes(millis - 1_500);
              progress.resumed();
              progress.found(
                  Map.of(
                      "node", "n1",
                      "readyAt", boot.time.now().toString(),
                      "certificateExpiresAt", "2027-01-01T00:00:00.000Z"));
              return new Outcome.Unchanged("KubeletReady");
            });
    Step skipped = new Step("skipped", "", _ -> new Outcome.Skipped("no need"));
    return List.of(Phase.of("runtime", image), Phase.of("join", skipped, ready));
  }

  private Path at(String path) {
    return new Root(folder).at(path);
  }

  private void put(String path, String text) throws IOException {
    Files.createDirectories(at(path).getParent());
    Files.writeString(at(path), text);
  }

  private String text(String path) {
    try {
      return Files.readString(at(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines() {
    return text(MetricsFiles.PATH).lines().toList();
  }
}
