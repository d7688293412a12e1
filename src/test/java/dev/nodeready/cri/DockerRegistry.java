package dev.nodeready.cri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodeready.Needs;
import dev.nodeready.Ports;
import dev.nodeready.rehearsal.PauseImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution's docker-registry, with its files in a folder of the test's. */
final class DockerRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private final Process process;
  private final String host;
  private final HttpClient client = HttpClient.newHttpClient();

  private DockerRegistry(Process process, String host) {
    this.process = process;
    this.host = host;
  }

  static DockerRegistry start(Path folder) throws IOException, InterruptedException {
    String message = "no docker-registry here; get it by: apt-get install docker-registry";
    Needs.that(Files.isExecutable(PROGRAM), message);
    String host = "127.0.0.1:" + Ports.free();
    Path config =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "%s"}
            """
                .formatted(folder.resolve("registry"), host));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    DockerRegistry registry = new DockerRegistry(process, host);
    registry.awaitUp();
    return registry;
  }

  String host() {
    return host;
  }

  /** Uploads an image and returns its reference. */
  String push(String name, String tag, PauseImage image) throws IOException, InterruptedException {
    for (byte[] blob : new byte[][] {image.config(), image.layer()}) {
      HttpResponse<Void> begun =
          send(
              HttpRequest.newBuilder(uri("/v2/" + name + "/blobs/uploads/"))
                  .POST(HttpRequest.BodyPublishers.noBody()));
      String where = begun.headers().firstValue("Location").orElseThrow();
      String digest = PauseImage.digest(blob);
      URI target = URI.create(where + (where.contains("?") ? "&" : "?") + "digest=" + digest);
      put(target, "application/octet-stream", blob);
    }
    put(uri("/v2/" + name + "/manifests/" + tag), PauseImage.MANIFEST_TYPE, image.manifest());
    return host + "/" + name + ":" + tag;
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly().onExit().join();
  }

  private void put(URI target, String type, byte[] body) throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        send(
            HttpRequest.newBuilder(target)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    assertThat(answer.statusCode()).isEqualTo(201);
  }

  private HttpResponse<Void> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding());
  }

  private URI uri(String path) {
    return URI.create("http://" + host + path);
  }

  private void awaitUp() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      try {
        send(HttpRequest.newBuilder(uri("/v2/")));
        return;
      } catch (IOException e) {
        Thread.sleep(20);
      }
    }
    throw new IllegalStateException("the registry does not answer");
  }
}
