package dev.nodeready.kubelet;

import dev.nodeready.config.Bootstrap;
import dev.nodeready.config.json.Json;

/** kubelet's kubeconfigs: the cluster, and who kubelet is to it. */
final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * One with a token from {@code aws eks get-token}, byte for byte as nodeadm writes it for values
   * that need no quoting.
   *
   * @param region empty to leave the choice to the aws command
   */
  static String text(String server, String cluster, String region) {
    String text =
        cluster(server)
            + """
                  exec:
                    apiVersion: client.authentication.k8s.io/v1beta1
                    command: aws
                    args:
                      - "eks"
                      - "get-token"
                      - "--cluster-name"
                      - %s
            """
                .formatted(quoted(cluster));
    return region.isEmpty() ? text : text + argument("--region") + argument(region);
  }

  /** One with a bootstrap token; a token in a file is named, so that there is one copy of it. */
  static String withToken(String server, Bootstrap.BootstrapToken given) {
    String user =
        given.file().isEmpty()
            ? "      token: " + quoted(given.token())
            : "      tokenFile: " + quoted(given.file());
    return cluster(server) + user + "\n";
  }

  private static String cluster(String server) {
    return """
    ---
    apiVersion: v1
    kind: Config
    clusters:
      - name: kubernetes
        cluster:
          certificate-authority: %s
          server: %s
    current-context: kubelet
    contexts:
      - name: kubelet
        context:
          cluster: kubernetes
          user: kubelet
    users:
      - name: kubelet
        user:
    """
        .formatted(KubeletPaths.CA, plain(server));
  }

  private static String argument(String value) {
    return "          - " + quoted(value) + "\n";
  }

  private static String quoted(String value) {
    // A JSON string is a YAML string.
    return Json.compact(value);
  }

  /** A URL stands as it is; anything that YAML would read otherwise is quoted. */
  private static String plain(String value) {
    return value.matches("[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9\\[\\]:._~%/?=@-]*[A-Za-z0-9/\\]]")
        ? value
        : quoted(value);
  }
}
