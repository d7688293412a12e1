package dev.nodeready.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * An API server on loopback that serves what the test puts into it, tells whoever watches, and
 * fails when told. Its objects are JSON texts.
 */
public final class ScriptedApi implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final Map<String, String> objects = new TreeMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> written = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();

  /** An answer in place of the true one. */
  private record Fault(int status, String retryAfter, String body) {}

  private record Watch(String collection, String name, OutputStream out) {}

  public ScriptedApi(Authority authority, Authority.Issued certificate)
      throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new Wanting(authority.context(certificate)));
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** Asks for a client's certificate and does without. */
  private static final class Wanting extends HttpsConfigurator {
    Wanting(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
      wanted.setWantClientAuth(true);
      parameters.setSSLParameters(wanted);
    }
  }

  public URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What a token stands for. */
  public void user(String token, String user) {
    users.put(token, user);
  }

  /** Puts an object at its path and tells whoever watches. */
  public synchronized void put(String path, String json) {
    String type = objects.put(path, json) == null ? "ADDED" : "MODIFIED";
    tell(type, path, json);
  }

  public synchronized void delete(String path) {
    String json = objects.remove(path);
    tell("DELETED", path, json == null ? "{}" : json);
  }

  /** Answers this to the next requests whose line begins so. */
  public void fail(String begin, int times, int status, String retryAfter, String body) {
    Deque<Fault> queue = faults.computeIfAbsent(begin, _ -> new ArrayDeque<>());
    synchronized (queue) {
      for (int time = 0; time < times; time++) {
        queue.add(new Fault(status, retryAfter, body));
      }
    }
  }

  /** Breaks every watch off. */
  public synchronized void breakWatches() {
    for (Watch watch : watches) {
      closeQuietly(watch.out());
    }
    watches.clear();
  }

  /** Every request so far: user, method, path. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Every object and change that was taken: method, path, body. */
  public List<String> written() {
    return List.copyOf(written);
  }

  /** The other ends of all connections. */
  public Set<InetSocketAddress> peers() {
    return Set.copyOf(peers);
  }

  public int watching() {
    return watches.size();
  }

  @Override
  public void close() {
    breakWatches();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    String line = exchange.getRequestMethod() + " " + path;
    String user = userOf((HttpsExchange) exchange);
    asked.add(user + " " + line);
    peers.add(exchange.getRemoteAddress());
    Fault fault = fault(line);
    if (fault != null) {
      if (!fault.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", fault.retryAfter());
      }
      answer(exchange, fault.status(), fault.body());
    } else if (user.isEmpty()) {
      answer(exchange, 401, status(401, "Unauthorized"));
    } else if (path.endsWith("/selfsubjectreviews")) {
      answer(
          exchange,
          201,
          "{\"status\":{\"userInfo\":{\"username\":\"%s\",\"groups\":[\"system:authenticated\"]}}}"
              .formatted(user));
    } else if (line.startsWith("POST ") || line.startsWith("PATCH ")) {
      written.add(line + " " + body);
      answer(exchange, 201, body);
    } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
      watch(exchange, path);
    } else {
      String json;
      synchronized (this) {
        json = objects.get(path);
      }
      answer(exchange, json == null ? 404 : 200, json == null ? status(404, "not found") : json);
    }
  }

  private synchronized void watch(HttpExchange exchange, String collection) throws IOException {
    String selector = String.valueOf(exchange.getRequestURI().getQuery());
    int from = selector.indexOf("metadata.name=");
    String name = from < 0 ? "" : selector.substring(from + 14).replaceFirst("&.*", "");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    Watch watch = new Watch(collection, name, out);
    watches.add(watch);
    for (Map.Entry<String, String> object : objects.entrySet()) {
      send(watch, "ADDED", object.getKey(), object.getValue());
    }
  }

  private void tell(String type, String path, String json) {
    for (Watch watch : watches) {
      send(watch, type, path, json);
    }
  }

  private void send(Watch watch, String type, String path, String json) {
    String expected = watch.collection() + "/" + watch.name();
    if (watch.name().isEmpty() ? !path.startsWith(expected) : !path.equals(expected)) {
      return;
    }
    try {
      String event = "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, json);
      watch.out().write(event.getBytes(StandardCharsets.UTF_8));
      watch.out().flush();
    } catch (IOException e) {
      watches.remove(watch);
    }
  }

  private @Nullable Fault fault(String line) {
    for (Map.Entry<String, Deque<Fault>> each : faults.entrySet()) {
      if (line.startsWith(each.getKey())) {
        synchronized (each.getValue()) {
          return each.getValue().poll();
        }
      }
    }
    return null;
  }

  private String userOf(HttpsExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (header.startsWith("Bearer ")) {
      return users.getOrDefault(header.substring(7), "");
    }
    try {
      String subject = exchange.getSSLSession().getPeerPrincipal().getName();
      return subject.replaceFirst(".*CN=([^,]*).*", "$1");
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  public static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"code\":%d,\"message\":\"%s\"}".formatted(code, message);
  }

  private static void closeQuietly(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      // The client closed it first.
    }
  }
}
