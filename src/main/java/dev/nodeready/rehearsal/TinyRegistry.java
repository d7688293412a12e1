package dev.nodeready.rehearsal;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A registry on loopback that serves images out of memory, by the pull half of the OCI distribution
 * specification. Any name and tag that was put in is served, without credentials and without TLS;
 * containerd speaks plain HTTP to loopback addresses by itself.
 */
public final class TinyRegistry implements AutoCloseable {
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  private TinyRegistry(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens on a free port of loopback.
   *
   * @throws IOException when there is none
   */
  public static TinyRegistry start() throws IOException {
    return start(Filter.beforeHandler("nothing", exchange -> {}));
  }

  /** The same, with a filter that may answer in its place. */
  public static TinyRegistry start(Filter filter) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, task -> Thread.ofPlatform().daemon().name("registry").unstarted(task));
    TinyRegistry registry = new TinyRegistry(server, threads);
    server.createContext("/v2/", registry::serve).getFilters().add(filter);
    server.setExecutor(threads);
    server.start();
    return registry;
  }

  /** Puts an image in under a name of this registry, and returns its reference. */
  public String put(String name, String tag, PauseImage image) {
    blobs.putAll(image.blobs());
    manifests.put(name + "/manifests/" + tag, image.manifest());
    manifests.put(name + "/manifests/" + PauseImage.digest(image.manifest()), image.manifest());
    return host() + "/" + name + ":" + tag;
  }

  /** Where it listens, such as {@code 127.0.0.1:5000}. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/v2/".length());
      byte[] manifest = manifests.get(path);
      byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
      exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
      if (path.isEmpty()) {
        send(exchange, 200, "application/json", new byte[] {'{', '}'});
      } else if (manifest != null) {
        exchange.getResponseHeaders().set("Docker-Content-Digest", PauseImage.digest(manifest));
        send(exchange, 200, PauseImage.MANIFEST_TYPE, manifest);
      } else if (blob != null && path.contains("/blobs/")) {
        send(exchange, 200, "application/octet-stream", blob);
      } else {
        send(exchange, 404, "application/json", new byte[] {'{', '}'});
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
