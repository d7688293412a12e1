package dev.nodeready.api;

import dev.nodeready.host.Root;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfigs for tests. */
public final class Kubeconfigs {
  private Kubeconfigs() {}

  /** One with its authority inside; {@code user} is the YAML of the user. */
  public static Kubeconfig write(Root root, String path, URI server, String caPem, String user)
      throws IOException {
    Path file = root.at(path);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {%s}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(
                server,
                Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.UTF_8)),
                user));
    return Kubeconfig.read(root, path);
  }
}
