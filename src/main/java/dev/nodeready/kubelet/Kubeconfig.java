package dev.nodeready.kubelet;

import dev.nodeready.config.json.Json;

/** kubelet's kubeconfig: the cluster, and a token from {@code aws eks get-token}. */
final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * The file's text, byte for byte as nodeadm writes it for values that need no quoting.
   *
   * @param region empty to leave the choice to the aws command
   */
  static String text(String server, String cluster, String region) {
    String text =
        """
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
              exec:
                apiVersion: client.authentication.k8s.io/v1beta1
                command: aws
                args:
                  - "eks"
                  - "get-token"
                  - "--cluster-name"
                  - %s
        """
            .formatted(KubeletPaths.CA, plain(server), quoted(cluster));
    return region.isEmpty() ? text : text + argument("--region") + argument(region);
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
