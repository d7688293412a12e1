package dev.nodeready.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nodeready.Eventually;
import dev.nodeready.Needs;
import dev.nodeready.Ports;
import dev.nodeready.tree.Fields;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution's Prometheus with our rules, which scrapes the distribution's node_exporter, and
 * the same metrics as OpenMetrics.
 */
public final class Prometheus implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer openMetrics;
  private final Path folder;
  private final int port = Ports.free();

  /**
   * Starts both.
   *
   * @param folder for their own files
   * @param textfiles what node_exporter reads
   * @param metrics the file that is served as OpenMetrics
   * @param rules of alerts
   */
  public Prometheus(Path folder, Path textfiles, Path metrics, Path rules) throws Exception {
    this.folder = folder;
    openMetrics = serving(metrics);
    try {
      startBoth(textfiles, rules);
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private void startBoth(Path textfiles, Path rules) throws Exception {
    int exporter = Ports.free();
    start(
        "prometheus-node-exporter",
        "--collector.disable-defaults",
        "--collector.textfile",
        "--collector.textfile.directory=" + textfiles,
        "--web.listen-address=127.0.0.1:" + exporter);
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 250ms}
        rule_files: ['%s']
        scrape_configs:
          - {job_name: node, static_configs: [{targets: ['127.0.0.1:%d']}]}
          - {job_name: openmetrics, static_configs: [{targets: ['127.0.0.1:%d']}]}
        """
            .formatted(rules, exporter, openMetrics.getAddress().getPort()));
    start(
        "prometheus",
        "--config.file=" + config,
        "--storage.tsdb.path=" + folder.resolve("tsdb"),
        "--web.listen-address=127.0.0.1:" + port);
    Eventually.until("both are scraped", () -> query("sum(up)").contains("\"2\""));
  }

  /** Our rules, each of which raises its alert at once. */
  public static Path rulesAtOnce(Path folder) throws IOException {
    String rules = Files.readString(Path.of("systemd/monitoring/alerts.yml"));
    return Files.writeString(
        folder.resolve("alerts.yml"), rules.replaceAll("(?m)^ *for: .*\n", ""));
  }

  /** Runs promtool; what it finds wrong fails the test. */
  static void promtool(Path input, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program("promtool")));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("FAILED");
  }

  /** The result of a query, as JSON. */
  public String query(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** The alerts that fire for a machine. */
  public List<Fields> alerts(String job) throws Exception {
    return Fields.ofJson(get("/api/v1/alerts")).at("data").list("alerts").stream()
        .filter(alert -> alert.text("state").equals("firing"))
        .filter(alert -> alert.text("labels", "job").equals(job))
        .toList();
  }

  private String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException e) {
      return "";
    }
  }

  private void start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program(program)));
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program + ".log").toFile())
            .start());
  }

  private static String program(String name) {
    String path = "/usr/bin/" + name;
    Needs.that(Files.isExecutable(Path.of(path)), path + ": run src/test/setup/10-packages");
    return path;
  }

  private static HttpServer serving(Path metrics) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] text = Files.readAllBytes(metrics);
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Override
  public void close() {
    http.close();
    openMetrics.stop(0);
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
  }
}
