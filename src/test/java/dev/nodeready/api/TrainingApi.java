package dev.nodeready.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;

/**
 * Plays an API server that knows this boot's node as Ready, for the training run of the AOT cache.
 */
final class TrainingApi {
  private TrainingApi() {}

  /** Serves until it is killed; told are a file that gets {@code URL CA}, and the node's name. */
  @SuppressWarnings("resource")
  public static void main(String[] arguments) throws Exception {
    Authority authority = Authority.rsa("training");
    ScriptedApi api =
        new ScriptedApi(
            authority, authority.server("127.0.0.1", "api.training.example", "kubernetes"));
    String node = arguments[1];
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    api.user("training", "system:node:" + node);
    api.put(
        "/api/v1/nodes/" + node,
        Objects.node(node, boot, "", "True", "KubeletReady", "ready", "2100-01-01T00:00:00Z"));
    byte[] pem = authority.pem().getBytes(StandardCharsets.UTF_8);
    Path file = Path.of(arguments[0]);
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, api.url() + " " + Base64.getEncoder().encodeToString(pem));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    Thread.currentThread().join();
  }
}
