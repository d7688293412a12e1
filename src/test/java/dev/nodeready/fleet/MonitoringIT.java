package dev.nodeready.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Eventually;
import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.host.Root;
import dev.nodeready.plan.Outcome;
import dev.nodeready.plan.Phase;
import dev.nodeready.plan.Step;
import dev.nodeready.retry.Time;
import dev.nodeready.tree.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our metrics, alerts and dashboard with the distribution's Prometheus and node_exporter. */
@Timeout(120)
class MonitoringIT {
  private static final Path ALERTS = Path.of("systemd/monitoring/alerts.yml");
  private static final Path DASHBOARD = Path.of("systemd/monitoring/dashboard.json");
  private static final Path NOTHING = Path.of("/dev/null");

  @TempDir private Path folder;
  private Path textfiles;
  private Path metrics;

  @BeforeEach
  void debian() throws Exception {
    Root root = new Root(folder);
    textfiles = Files.createDirectories(root.at("/var/lib/prometheus/node-exporter"));
    metrics = root.at(MetricsFiles.PATH);
  }

  @Test
  void promtool_is_content_with_every_kind_of_verdict() throws Exception {
    fails();
    Prometheus.promtool(metrics, "check", "metrics");
    joins();
    Prometheus.promtool(metrics, "check", "metrics");
    joins();
    joins();
    assertThat(metrics).content().contains("nodeready_usual_time_to_ready_seconds");
    Prometheus.promtool(metrics, "check", "metrics");
  }

  @Test
  void each_alert_is_raised_and_cleared_as_promtool_has_it() throws Exception {
    Files.copy(ALERTS, folder.resolve("alerts.yml"));
    Path tests = folder.resolve("alerts-test.yml");
    Files.copy(Path.of("src/test/resources/monitoring/alerts-test.yml"), tests);

    Prometheus.promtool(NOTHING, "check", "rules", ALERTS.toString());
    Prometheus.promtool(NOTHING, "test", "rules", tests.toString());
    assertThat(Files.readAllLines(ALERTS).stream().filter(line -> line.contains("alert: ")))
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(tests).content().contains("alertname: " + line.strip().split(" ", 3)[2]));
  }

  @Test
  void a_boot_that_fails_raises_the_alert_with_its_cause_and_one_that_joins_clears_it()
      throws Exception {
    Path atOnce = Prometheus.rulesAtOnce(folder);
    fails();
    try (Prometheus prometheus = new Prometheus(folder, textfiles, metrics, atOnce)) {
      for (String job : List.of("node", "openmetrics")) {
        Eventually.until("the alert is raised", () -> !prometheus.alerts(job).isEmpty());
        Fields alert = prometheus.alerts(job).getFirst();
        assertThat(alert.text("labels", "alertname")).isEqualTo("NodereadyNodeStuck");
        assertThat(alert.text("labels", "code")).isEqualTo("JOIN_CA_WRONG");
        assertThat(alert.text("annotations", "summary")).endsWith("has not joined: JOIN_CA_WRONG");
      }
      Eventually.until("none joined", () -> query(prometheus, "nodeready:joins:ratio1h", "0"));

      joins();

      for (String job : List.of("node", "openmetrics")) {
        Eventually.until("the alert is cleared", () -> prometheus.alerts(job).isEmpty());
      }
      Eventually.until(
          "what failed counts too", () -> query(prometheus, "nodeready:joins:ratio1h", "0.5"));
      joins();
      joins();
      assertThat(panels()).hasSizeGreaterThan(10);
      for (String expression : panels()) {
        Eventually.until(expression, () -> prometheus.query(expression).contains("\"value\""));
      }
    }
  }

  private static boolean query(Prometheus prometheus, String expression, String value)
      throws Exception {
    return prometheus.query(expression).contains("\"" + value + "\"");
  }

  /** What the dashboard asks; of states, for the one that there is. */
  private static List<String> panels() throws Exception {
    List<String> expressions = new ArrayList<>();
    for (Fields panel : Fields.ofJson(Files.readString(DASHBOARD)).list("panels")) {
      for (Fields target : panel.list("targets")) {
        expressions.add(
            target
                .text("expr")
                .replace("$job", ".*")
                .replace("state=~\"failed|running|degraded\"", "state=~\".*\"")
                .replace("state!=\"succeeded\"", "state!=\"failed\""));
      }
    }
    return expressions;
  }

  private void fails() throws Exception {
    Failure failure =
        Failure.permanent(Code.JOIN_CA_WRONG, "trust it", "it is not signed", "give another");
    boot().run("join", new Step("ready", "", _ -> new Outcome.Failed(failure)));
  }

  private void joins() throws Exception {
    Boot boot = boot();
    Step image =
        new Step(
            "sandbox-image",
            "",
            progress -> {
              progress.attempt();
              progress.waiting(
                  "the image",
                  Failure.passing(Code.IMAGE_NOT_FOUND, "pull it", "it is not there"),
                  Duration.ZERO,
                  Duration.ofSeconds(1));
              boot.takes(5);
              return new Outcome.Changed("pulled");
            });
    boot.run(List.of(Phase.of("runtime", image), Phase.of("join", boot.joins(5))));
  }

  private Boot boot() {
    return new Boot(new Root(folder), Time.SYSTEM);
  }
}
