package dev.nodeready.api;

import dev.nodeready.api.Kubeconfig.Material;
import dev.nodeready.api.Kubeconfig.User;
import dev.nodeready.catalogue.Code;
import dev.nodeready.config.json.Json;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.host.Commands;
import dev.nodeready.tree.Fields;
import dev.nodeready.tree.TextException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the program that a kubeconfig names for credentials, as {@code client.authentication.k8s.io}
 * describes it: what is asked for stands in a variable, the answer is JSON on its standard output.
 * It has the secrets that kubelet would give it and none of ours: with those it might get what
 * kubelet then does not get.
 */
final class ExecPlugin {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Kubeconfig config;
  private final Map<String, String> environment;

  /**
   * The program of a kubeconfig.
   *
   * @param environment that kubelet gives it
   */
  ExecPlugin(Kubeconfig config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /**
   * Runs it once.
   *
   * @throws FailureException with code {@code JOIN_CREDENTIAL_PLUGIN} when it gives none
   */
  Presented run(User.Exec exec) throws InterruptedException {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(exec.environment());
    variables.put("KUBERNETES_EXEC_INFO", Json.compact(asked(exec)));
    List<String> words = new ArrayList<>(List.of(exec.command()));
    words.addAll(exec.arguments());
    Commands.Result result;
    try {
      result = new Commands(variables).run(LIMIT, words);
    } catch (FailureException e) {
      throw failed(exec, e.failure().happened());
    }
    if (!result.ok()) {
      throw failed(
          exec, "it ended with exit code " + result.exitCode() + ": " + result.lastWords());
    }
    return presented(exec, result.output());
  }

  private Map<String, Object> asked(User.Exec exec) {
    Map<String, Object> spec = new LinkedHashMap<>();
    if (exec.clusterInfo()) {
      Map<String, Object> cluster = new LinkedHashMap<>();
      cluster.put("server", config.server().toString());
      cluster.put(
          "certificate-authority-data",
          Base64.getEncoder()
              .encodeToString(config.authority().pem().getBytes(StandardCharsets.UTF_8)));
      spec.put("cluster", cluster);
    }
    spec.put("interactive", false);
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("kind", "ExecCredential");
    asked.put("apiVersion", exec.apiVersion());
    asked.put("spec", spec);
    return asked;
  }

  static Presented presented(User.Exec exec, String output) {
    try {
      Fields status = Fields.ofJson(output).at("status");
      String certificate = status.text("clientCertificateData");
      if (status.text("token").isEmpty() && certificate.isEmpty()) {
        throw failed(exec, "its answer holds neither a token nor a certificate");
      }
      return new Presented(
          status.text("token"),
          certificate.isEmpty() ? Material.NONE : new Material(exec.command(), certificate),
          new Material(exec.command(), status.text("clientKeyData")),
          status.time("expirationTimestamp"));
    } catch (TextException e) {
      throw failed(exec, "its answer is no JSON");
    }
  }

  /** What it wrote on its standard output is never told: it may be a credential. */
  private static FailureException failed(User.Exec exec, String why) {
    return Failure.passing(
            Code.JOIN_CREDENTIAL_PLUGIN,
            "get credentials from " + exec.command(),
            why,
            Code.JOIN_CREDENTIAL_PLUGIN.remedy(
                "COMMAND", exec.command() + " " + String.join(" ", exec.arguments())))
        .asException();
  }
}
